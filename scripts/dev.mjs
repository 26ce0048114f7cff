/** `npm run dev`: like `npm start`, and starts the server again whenever a source, service or city file is saved. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, pinnedNode, project } from './setup.mjs';

ensureInstalled();
let child;
let stopping = false;
let timer;
const start = () => {
  child = spawn(pinnedNode(), [join(project, 'scripts/launch.mjs'), 'serve'], { cwd: project, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'debug' } });
  child.on('exit', (code) => {
    if (stopping) process.exit(code ?? 0);
    else if (code === 0 || code === null) start();
    else console.log('Gestoppt. Nach der nächsten Änderung geht es weiter.');
  });
};
const restart = () => {
  clearTimeout(timer);
  timer = setTimeout(() => (child.exitCode === null ? child.kill('SIGTERM') : start()), 150);
};
for (const folder of ['src', 'services', 'city']) watch(join(project, folder), { recursive: true }, restart);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => ((stopping = true), child.kill('SIGTERM')));
start();
