/** Finds and ends what belongs to a test run and nothing else: every process of it carries the run's own mark in its environment. */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The variable that marks the processes of one run; its value is that run's and nobody else's. */
export const RUN_MARK = 'STADTKERN_TEST_RUN';
/** The same for one file of a run. */
export const FILE_MARK = 'STADTKERN_TEST_FILE';

/** Is there a process with this id? @param {number} pid */
export function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * The processes with this mark, without the asking one. Only Linux tells (/proc); elsewhere the list is empty.
 * @param {string} mark @param {string} value
 * @returns {{ pid: number, command: string }[]}
 */
export function markedProcesses(mark, value) {
  const entries = process.platform === 'linux' ? readdirSync('/proc') : [];
  return entries.flatMap((name) => {
    const pid = Number(name);
    if (!(pid > 1) || pid === process.pid) return [];
    try {
      const marked = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${mark}=${value}`);
      return marked ? [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }] : [];
    } catch {
      return []; // ended meanwhile, or somebody else's
    }
  });
}

/**
 * Ends them and waits until they are gone. @param {string} mark @param {string} value
 * @returns {Promise<string[]>} their commands
 */
export async function endMarked(mark, value) {
  const commands = [];
  for (let round = 0; round < 5; round++) {
    const found = markedProcesses(mark, value);
    if (found.length === 0) break;
    for (const { pid, command } of found) {
      if (command) commands.push(command);
      end(pid);
    }
    await sleep(100);
  }
  return commands;
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended by itself
  }
}
