import type { Config } from '#platform/config';

/** One command of the line: its words, what it does, how it ends (0 good, 1 found something, 2 wrong use). */
export type Command = {
  words: string[];
  /** The words and its arguments in order, e.g. 'decide MODEL.dmn INPUT.json'. */
  usage: string;
  what: string;
  /** Its own switches with their meaning; --help and --json belong to every command. */
  flags?: Record<string, string>;
  run(call: { args: string[]; flags: Map<string, string>; json: boolean; config: Config }): Promise<number>;
};

/** Wrong use of a command: one sentence, exit code 2. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}
