import type { Command } from '../command.ts';
import { listTenants, openInstallation } from '../installation.ts';
import { openJobs } from '#platform/jobs';
import { prepareCity } from '../prepare-city.ts';

export const migrateCommand: Command = {
  words: ['migrate'],
  usage: 'migrate',
  what: 'Bringt die Datenbank auf den Stand dieses Programms',
  run: async ({ config, json }) => {
    const installation = await openInstallation(config);
    console.log(json ? JSON.stringify({ applied: installation.applied }) : `${installation.applied.length} Schritte eingespielt.`);
    await installation.close();
    return 0;
  },
};

export const seedCommand: Command = {
  words: ['seed'],
  usage: 'seed',
  what: 'Füllt die Stadt aus CITY_DIR und SERVICES_DIR (mehrfach möglich)',
  run: async ({ config, json }) => {
    const installation = await openInstallation(config);
    const jobs = await openJobs(installation.platform, { tenants: () => listTenants(installation.platform.db) });
    await prepareCity(installation.platform, (sentence) => !json && console.log(sentence));
    await jobs.stop();
    await installation.close();
    if (json) console.log(JSON.stringify({ seeded: true }));
    return 0;
  },
};

export const tenantListCommand: Command = {
  words: ['tenant', 'list'],
  usage: 'tenant list',
  what: 'Listet die Mandanten dieser Installation',
  run: async ({ config, json }) => {
    const { platform, close } = await openInstallation(config);
    const { rows } = await platform.db.pool.query<{ id: number; key: string; name: string; created_at: Date }>('select id, key, name, created_at from platform.tenant order by id');
    await close();
    const tenants = rows.map((row) => ({ id: row.id, key: row.key, name: row.name, createdAt: row.created_at.toISOString() }));
    console.log(json ? JSON.stringify(tenants) : tenants.map((t) => `${t.id}  ${t.key}  ${t.name}`).join('\n'));
    return 0;
  },
};
