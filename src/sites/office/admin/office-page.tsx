import type { AuditEvent } from '#platform/audit';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { Alert, Button, ConfirmPage, ErrorSummary, PageHeader, Stack } from '#platform/ui';
import { changeOffice, cityOf, closeOffice, createOffice, getOffice, listOffices, type Office } from '#core/organisation';
import { crumbsOf, OFFICES } from './crumbs.ts';
import { attempt, idParams, summaryOf, type FieldErrors } from './form-input.ts';
import { History, recentEvents } from './history.tsx';
import { inputOf, OfficeForm, officeFields, readOffice, standOf, type OfficeInput } from './office-form.tsx';
import { officeHref } from './offices-tree.tsx';

const newPath = '/office/verwaltung/aemter/neu';
type Shown = { self?: Office; input: OfficeInput; errors?: FieldErrors; changed?: Office; events?: AuditEvent[] | undefined };
const shownWords: [keyof OfficeInput, string][] = [['name', 'Name'], ['summary', 'Aufgabe'], ['street', 'Straße'], ['houseNumber', 'Hausnummer'], ['room', 'Zimmer'], ['phone', 'Telefon'], ['email', 'E-Mail'], ['mon', 'Montag'], ['tue', 'Dienstag'], ['wed', 'Mittwoch'], ['thu', 'Donnerstag'], ['fri', 'Freitag'], ['sat', 'Samstag'], ['sun', 'Sonntag'], ['hoursNote', 'Hinweis']];

/** Both values side by side, where somebody else was quicker. */
function Conflict({ mine, theirs }: { mine: OfficeInput; theirs: OfficeInput }) {
  const different = shownWords.filter(([key]) => mine[key] !== theirs[key]);
  return (
    <Alert kind="warning" title="Das Amt wurde inzwischen von jemand anderem geändert" role="alert">
      <ul>
        {different.map(([key, word]) => (
          <li key={key}>
            {word}: dort „{theirs[key] || 'leer'}“, bei Ihnen „{mine[key] || 'leer'}“
          </li>
        ))}
      </ul>
      Unten stehen Ihre Eingaben. Noch einmal speichern ersetzt die fremde Änderung.
    </Alert>
  );
}

async function show(rq: Rq, { self, input, errors = {}, changed, events }: Shown): Promise<Reply> {
  const offices = await rq.read((ctx) => listOffices(ctx));
  const title = self?.name ?? 'Amt anlegen';
  const body = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title={title} preline={self?.key} actions={self && !self.closedOn && <Button size="small" href={`${officeHref(self.id)}/schliessen`}>Amt schließen</Button>} />
      {self?.closedOn && <Alert kind="info" title="Dieses Amt ist geschlossen. Alte Vorgänge nennen es noch." />}
      {changed && <Conflict mine={input} theirs={inputOf(changed)} />}
      <OfficeForm action={self ? officeHref(self.id) : newPath} input={input} offices={offices} errors={errors} {...(self ? { self } : {})} />
    </Stack>
  );
  const status = changed ? 409 : Object.keys(errors).length ? 422 : 200;
  return view({ title, body, crumbs: crumbsOf(OFFICES, { label: title }), status, ...(events ? { aside: <History events={events} /> } : {}) });
}

async function showOffice(rq: Rq<{ id: string }>): Promise<Reply> {
  const { self, events } = await rq.read(async (ctx) => ({ self: await getOffice(ctx, rq.params.id), events: await recentEvents(ctx, `office:${rq.params.id}`) }));
  return show(rq, { self, input: inputOf(self), events });
}

async function save(rq: Rq<{ id: string }, unknown, OfficeInput>): Promise<Reply> {
  const self = await rq.read((ctx) => getOffice(ctx, rq.params.id));
  const read = readOffice(rq.body, self);
  if ('errors' in read) return show(rq, { self, input: rq.body, errors: read.errors });
  if (rq.body.stand !== standOf(self)) return show(rq, { self, input: { ...rq.body, stand: standOf(self) }, changed: self });
  const refused = await attempt({ 'organisation/office-circle': 'parentId', 'organisation/no-such-office': 'parentId' }, () => rq.transact((ctx) => changeOffice(ctx, self.id, read.change)));
  return refused ? show(rq, { self, input: rq.body, errors: refused }) : redirect(officeHref(self.id), { flash: 'Das Amt ist gespeichert.' });
}

/** A new office starts with the address and hours of the city. */
function emptyInput(rq: Rq): OfficeInput {
  const { address, hours } = cityOf(rq.platform);
  return { ...inputOf({ id: '', key: '', name: '', parentId: null, summary: '', address, room: '', phone: '', email: '', hours: { ...hours, note: undefined }, closedOn: null }), stand: '' };
}

async function add(rq: Rq<unknown, unknown, OfficeInput>): Promise<Reply> {
  const { key } = rq.body;
  const read = readOffice(rq.body);
  const errors = { ...(/^[a-z][a-z0-9-]{1,38}$/.test(key) ? {} : { key: 'Nehmen Sie kleine Buchstaben, Ziffern und Bindestriche.' }), ...('errors' in read ? read.errors : {}) };
  if ('errors' in read || Object.keys(errors).length) return show(rq, { input: rq.body, errors });
  const refused = await attempt({ 'organisation/key-taken': 'key', 'organisation/no-such-office': 'parentId' }, () => rq.transact((ctx) => createOffice(ctx, { key, ...read.change })));
  return refused ? show(rq, { input: rq.body, errors: refused }) : redirect('/office/verwaltung/aemter', { flash: `${read.change.name} ist angelegt.` });
}

async function askClose(rq: Rq<{ id: string }>): Promise<Reply> {
  const office = await rq.read((ctx) => getOffice(ctx, rq.params.id));
  const title = `${office.name} schließen?`;
  const body = (
    <ConfirmPage
      title={title}
      consequences={['Das Amt verschwindet aus allen Listen und aus dem Portal.', 'Leistungen, die es als zuständig nennen, müssen vorher einem anderen Amt gegeben werden.', 'Alte Vorgänge behalten den Namen.']}
      undo="Ein geschlossenes Amt lässt sich hier nicht wieder öffnen; Sie können ein neues anlegen."
      confirm="Amt schließen"
      cancel={{ href: officeHref(office.id), label: 'Abbrechen' }}
      danger
    />
  );
  return view({ title, body, crumbs: crumbsOf(OFFICES, { label: office.name, href: officeHref(office.id) }, { label: 'Schließen' }), width: 'narrow' });
}

async function close(rq: Rq<{ id: string }>): Promise<Reply> {
  await rq.transact((ctx) => closeOffice(ctx, rq.params.id));
  return redirect('/office/verwaltung/aemter', { flash: 'Das Amt ist geschlossen.' });
}

const common = { site: 'office', access: 'may:admin/offices' } as const;

/** One office: contact, place, hours. */
export const officePage: Route[] = [
  page({ ...common, method: 'GET', path: newPath, handle: (rq) => show(rq, { input: emptyInput(rq) }) }),
  page({ ...common, method: 'POST', path: newPath, body: officeFields, handle: add }),
  page({ ...common, method: 'GET', path: '/office/verwaltung/aemter/:id', params: idParams, handle: showOffice }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/aemter/:id', params: idParams, body: officeFields, handle: save }),
  page({ ...common, method: 'GET', path: '/office/verwaltung/aemter/:id/schliessen', params: idParams, handle: askClose }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/aemter/:id/schliessen', params: idParams, handle: close }),
];
