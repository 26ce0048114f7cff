/** Door: the settings of one installation, read once from the environment and validated. */
export { readConfig, settingsTable, type Config } from './config.ts';
