import { test } from 'node:test';
import { Instance, type InstanceOptions } from './instance.ts';

type Scenario = { model: string; run: (process: Instance) => void; options?: InstanceOptions | (() => InstanceOptions) };

/** A test that is run twice: as it is, and with the state going through JSON before every command. */
export function scenario(says: string, { model, run, options }: Scenario): void {
  for (const roundTrip of [false, true])
    test(`${says}${roundTrip ? ' (state stored and read before every step)' : ''}`, async () => {
      const chosen = typeof options === 'function' ? options() : options;
      run(await Instance.of(model, { ...chosen, roundTrip }));
    });
}
