import { addAdministrator } from '#core/organisation';
import { Problem, SYSTEM } from '#platform/module';
import { WrongUse, type Command } from '../command.ts';
import { openInstallation } from '../installation.ts';

/** The way into a new installation: somebody who may invite the others. */
export const administratorCommand: Command = {
  words: ['tenant', 'admin'],
  usage: 'tenant admin NAME EMAIL',
  what: 'Legt die erste Person der Verwaltung an und nennt den Link, mit dem sie ihr Passwort setzt',
  run: async ({ args, json, config }) => {
    const [name, email] = args;
    if (!name || !email) throw new WrongUse('Bitte nennen Sie Namen und E-Mail-Adresse, den Namen in Anführungszeichen.');
    const { platform, close } = await openInstallation(config);
    try {
      const made = await platform.transact({ tenantId: 1, actor: SYSTEM }, (ctx) => addAdministrator(ctx, { name, email }));
      console.log(json ? JSON.stringify(made) : `${name} ist angelegt. Passwort setzen unter:\n${made.link}`);
      return 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      console.error(error.de);
      return 1;
    } finally {
      await close();
    }
  },
};
