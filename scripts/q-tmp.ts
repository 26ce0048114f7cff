import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, openDatabase } from '#platform/db';
import pg from 'pg';
import { benchInstallation } from './bench/installation.ts';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { startDraft, submitApplication } from '#core/applications';
import { findCurrentVersion } from '#core/catalogue';
import { ANONYMOUS } from '#platform/module';
const dir = mkdtempSync(join(tmpdir(), 'prof-'));
const e = await startEmbedded({ dir: join(dir, 'pg') });
const { platform } = await benchInstallation({ project: '/work/main', dir: join(dir, 'submit'), databaseUrl: e.url, log: console.log });
const orig = pg.Client.prototype.query; let log: [string, number][] | undefined;
pg.Client.prototype.query = function (this: any, ...a: any[]) { const t = performance.now(); const r = (orig as any).apply(this, a); const text = typeof a[0]==='string'? a[0] : a[0].text; if (log && r?.then) r.then(() => log!.push([text.slice(0,140).replace(/\s+/g,' '), performance.now()-t])); return r; } as any;
const visitor = { accountId: null, tokenHash: 'bench' };
const data = (parse(readFileSync('services/'+(process.argv[2]??'dog-registration')+'/walkthroughs.yaml','utf8'),{merge:true}) as any).walkthroughs[0].application;
const who = { tenantId: 1, actor: ANONYMOUS };
for (let i=0;i<12;i++) {
  const id = await platform.transact(who, async (ctx) => { const c = (await findCurrentVersion(ctx, process.argv[2]??'dog-registration'))!; return startDraft(ctx, { slug: process.argv[2]??'dog-registration', versionId: c.versionId, visitor, prefill: data, anew: true }); });
  if (i===11) log=[];
  const t=performance.now();
  await platform.transact(who, (ctx) => submitApplication(ctx, { draftId: id, visitor, electronicNotice: true }));
  if (i>8) console.log('ms', performance.now()-t);
}
for (const [q,ms] of log!) console.log(ms.toFixed(2), q);
await platform.db.close(); await e.stop(); process.exit(0);
