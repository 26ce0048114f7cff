import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { listServices, publishService, readServiceFolder, validateServiceFolder, type ServiceValidation } from '#core/catalogue';
import { SYSTEM } from '#platform/module';
import { WrongUse, type Command } from '../command.ts';
import { openInstallation } from '../installation.ts';

/** DIR is one service folder or a folder of them. */
export function serviceFolders(dir: string): string[] {
  const path = resolve(dir);
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new WrongUse(`Den Ordner ${dir} gibt es nicht.`);
  if (existsSync(join(path, 'service.yaml'))) return [path];
  return readdirSync(path).sort().map((name) => join(path, name)).filter((one) => existsSync(join(one, 'service.yaml')));
}

function needDir(args: string[]): string[] {
  const [dir] = args;
  if (!dir) throw new WrongUse('Bitte nennen Sie einen Ordner.');
  const folders = serviceFolders(dir);
  if (folders.length === 0) throw new WrongUse(`In ${dir} liegt keine Leistung (service.yaml fehlt).`);
  return folders;
}

const line = (v: ServiceValidation): string => [`${v.valid ? '✔' : '✖'} ${v.slug} (${v.walkthroughs} Durchläufe)`, ...v.errors.map((e) => `    ${e}`), ...v.unreached.map((u) => `    nicht erreicht: ${typeof u === 'string' ? u : JSON.stringify(u)}`)].join('\n');

export const validateCommand: Command = {
  words: ['service', 'validate'],
  usage: 'service validate DIR',
  what: 'Prüft Leistungen: Dateien, Formular, Prozess, Regeln, Schreiben, und ob die Durchläufe alles erreichen',
  run: async ({ args, json }) => {
    const verdicts: ServiceValidation[] = [];
    for (const folder of needDir(args)) verdicts.push(await validateServiceFolder(folder));
    console.log(json ? JSON.stringify(verdicts) : verdicts.map(line).join('\n'));
    return verdicts.every((v) => v.valid) ? 0 : 1;
  },
};

export const publishCommand: Command = {
  words: ['service', 'publish'],
  usage: 'service publish DIR',
  what: 'Veröffentlicht Leistungen aus einem Ordner als neue Fassung; laufende Vorgänge bleiben auf ihrer',
  run: async ({ args, json, config }) => {
    const folders = needDir(args);
    const { platform, close } = await openInstallation(config);
    const results: { slug: string; published: boolean; number?: number; error?: string }[] = [];
    for (const folder of folders) {
      try {
        const { bundle, findings } = await readServiceFolder(folder);
        const broken = findings.find(({ severity }) => severity === 'error');
        if (broken) throw new Error(`${broken.file}: ${broken.message}`);
        const done = await platform.transact({ tenantId: 1, actor: SYSTEM }, (ctx) => publishService(ctx, bundle));
        results.push({ slug: bundle.slug, published: done.changed, number: done.number });
      } catch (error) {
        results.push({ slug: basename(folder), published: false, error: (error as Error).message });
      }
    }
    await close();
    console.log(json ? JSON.stringify(results) : results.map((r) => (r.error ? `✖ ${r.slug}: ${r.error}` : `✔ ${r.slug}, Fassung ${r.number}${r.published ? '' : ' (unverändert)'}`)).join('\n'));
    return results.some((r) => r.error) ? 1 : 0;
  },
};

/** The same as publish, under the name that goes with exported bundles. */
export const importCommand: Command = { ...publishCommand, words: ['service', 'import'], usage: 'service import DIR', what: 'Liest Leistungen aus einem Ordner ein und veröffentlicht sie' };

export const listCommand: Command = {
  words: ['service', 'list'],
  usage: 'service list',
  what: 'Listet die veröffentlichten Leistungen mit ihrer Fassung',
  run: async ({ json, config }) => {
    const { platform, close } = await openInstallation(config);
    const services = await platform.read({ tenantId: 1, actor: SYSTEM }, (ctx) => listServices(ctx));
    await close();
    console.log(json ? JSON.stringify(services) : services.map((s) => `${s.slug}  Fassung ${s.number}`).join('\n'));
    return 0;
  },
};
