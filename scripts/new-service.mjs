#!/usr/bin/env node
/** Makes a small valid service to start from: `npm run new:service tree-planting "Baum pflanzen" umweltamt`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const template = join(project, 'src/core/catalogue/template');
const usage = 'npm run new:service KÜRZEL ["Name"] [AMT] [AZ]\n  z. B. npm run new:service tree-planting "Baum pflanzen" umweltamt BAUM';

function stop(sentence, code) {
  console.error(`${sentence}\n${usage}`);
  process.exit(code);
}

const [slug = '', name = slug, office = 'hauptamt', prefix = slug.replaceAll(/[^a-z]/g, '').slice(0, 4).toUpperCase()] = process.argv.slice(2);
if (slug === '--help') {
  console.log(usage);
  process.exit(0);
}
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug)) stop('Das Kürzel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen.', 2);
if (!/^[a-z][a-z0-9-]*$/.test(office)) stop(`„${office}“ ist kein Schlüssel eines Amtes (siehe city/offices.yaml).`, 2);
if (!/^[A-ZÄÖÜ]{2,8}$/.test(prefix)) stop('Das Kürzel der Aktenzeichen hat zwei bis acht große Buchstaben.', 2);
if (/["'\\<>&{}:\n]/.test(name)) stop('Im Namen sind keine Anführungszeichen, Klammern, Doppelpunkte oder spitzen Klammern möglich; ändern Sie ihn danach in service.yaml.', 2);
const services = resolve(project, process.env.SERVICES_DIR || 'services');
const target = join(services, slug);
if (existsSync(target)) stop(`Den Ordner ${relative(process.cwd(), target)} gibt es schon.`, 1);

const words = { __SLUG__: slug, __NAME__: name, __OFFICE__: office, __PREFIX__: prefix };
const files = readdirSync(template, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const entry of files) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const copy = join(target, relative(template, path));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, readFileSync(path, 'utf8').replaceAll(/__[A-Z]+__/g, (word) => words[word] ?? word));
}
console.log(`Angelegt: ${relative(process.cwd(), target)}
Als Nächstes:
  1. service.yaml   Texte, Gebühr, Fristen, Amt, Aktenplan
  2. form.json      Fragen an die Bürgerinnen und Bürger
  3. process.bpmn   Ablauf (öffnet jeder BPMN-Editor), decisions.dmn für Regeln
  4. letters/       Schreiben
  5. walkthroughs.yaml  Beispiele, die alles erreichen
Prüfen:        npm run stadtkern service validate ${relative(process.cwd(), target)}
Veröffentlichen: beim nächsten Start von selbst, sofort mit  npm run stadtkern service publish ${relative(process.cwd(), target)}`);
