/** Reporter of node:test: one JSON line per event, so that the run knows what a file got done even when it dies. */
import { inspect } from 'node:util';

const LONGEST = 12_000;
const shorten = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… (${text.length - LONGEST} characters more)` : text);
/** Our own lines of a stack are the ones that help. */
const readable = (error) =>
  shorten(inspect(error?.cause ?? error, { depth: 6, maxStringLength: 4000, maxArrayLength: 60 }))
    .split('\n')
    .filter((line) => !/^\s+at .*(node:internal|node:async_hooks)/.test(line))
    .join('\n');

// node:test wants its reporters as default export
// oxlint-disable-next-line import/no-default-export
export default async function* recordEvents(source) {
  for await (const { type, data } of source) {
    if (type === 'test:pass' || type === 'test:fail') {
      if (data.details.type === 'suite' && type === 'test:pass') continue;
      const outcome = data.skip !== undefined || data.todo !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed';
      const reason = [data.skip, data.todo].find((one) => typeof one === 'string');
      yield `${JSON.stringify({ kind: data.details.type === 'suite' ? 'suite' : 'test', outcome, name: data.name, nesting: data.nesting, ms: data.details.duration_ms, reason, error: type === 'test:fail' ? readable(data.details.error) : undefined })}\n`;
    } else if (type === 'test:dequeue') yield `${JSON.stringify({ kind: 'begin', name: data.name })}\n`;
    else if (type === 'test:diagnostic' && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(data.message)) yield `${JSON.stringify({ kind: 'note', text: shorten(data.message) })}\n`;
    else if (type === 'test:summary') {
      const { user, system } = process.cpuUsage();
      yield `${JSON.stringify({ kind: 'end', computedMs: (user + system) / 1000 })}\n`;
    }
  }
}
