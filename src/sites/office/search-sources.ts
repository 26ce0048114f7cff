import { listEmployees, listNavEntries, listOffices } from '#core/organisation';
import { searchServices } from '#core/catalogue';
import type { SearchSource } from '#core/cases';
import { listAccounts } from '#platform/auth';
import { tr } from '#platform/i18n';

const begins = (name: string, text: string): boolean => name.toLowerCase().split(/[\s/(),-]+/).some((word) => word.startsWith(text.toLowerCase()));

/** Services of the catalogue, for giving information. */
export const serviceSource: SearchSource = {
  id: 'services',
  label: 'Leistungen',
  order: 50,
  search: async (ctx, text, limit) => (await searchServices(ctx, { query: text, limit })).hits.map((hit) => ({ title: hit.name, href: `/leistungen/${hit.slug}`, note: hit.summary, ...(hit.online ? { badge: 'online' } : {}) })),
};

/** Colleagues and where they sit. */
export const colleagueSource: SearchSource = {
  id: 'colleagues',
  label: 'Kolleginnen und Kollegen',
  order: 60,
  search: async (ctx, text, limit) => {
    const accounts = await listAccounts(ctx, { kind: 'staff', q: text, limit });
    const employees = new Map((await listEmployees(ctx, { accountIds: accounts.map((account) => account.id) })).map((employee) => [employee.accountId, employee]));
    return accounts.map((account) => {
      const employee = employees.get(account.id);
      const place = [employee?.jobTitle, employee?.officeName, employee?.room && `Zimmer ${employee.room}`, employee?.phone].filter(Boolean).join(', ');
      return { title: account.name, href: `mailto:${account.email ?? ''}`, ...(place ? { note: place } : {}) };
    });
  },
};

/** Offices and pages: whoever types "Störungen" wants to go there. */
export const placeSource: SearchSource = {
  id: 'places',
  label: 'Ämter und Seiten',
  order: 70,
  search: async (ctx, text, limit) => {
    const pages = listNavEntries(ctx.platform, 'office', ctx.actor).map((entry) => ({ title: tr(entry.label, 'de'), href: entry.href, note: 'Seite' }));
    const offices = (await listOffices(ctx)).map((office) => ({ title: office.name, href: `/office/arbeit?${new URLSearchParams({ ansicht: 'alle', amt: office.key })}`, note: [office.phone, office.email].filter(Boolean).join(', ') }));
    return [...pages, ...offices].filter(({ title }) => begins(title, text)).slice(0, limit);
  },
};
