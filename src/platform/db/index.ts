/** Door: PostgreSQL (embedded or given), transactions bound to one tenant, migrations at their owner, app-made ids. */
export { openDatabase, APP_ROLE, type Database, type DatabaseOptions, type OpenTransaction, type TransactOptions } from './database.ts';
export { startEmbedded, type Embedded, type EmbeddedOptions } from './embedded.ts';
export { grantAppRole, listApplied, listMigrations, migrate, schemaFingerprint, type AppliedMigration, type MigrationSource } from './migrate.ts';
export { newId } from './ids.ts';
