import type { VNode } from 'preact';
import { z } from 'zod';
import { listOffices } from '#core/organisation';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { may, Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, CheckboxGroup, Columns, ErrorSummary, Fieldset, Form, PageHeader, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { wholeOf, type Mistakes } from '../services/read-it-service.ts';
import type { SiteAccess } from '../tables.ts';
import { readWorkplace, workplaceFields, type KnownPlaces, type WorkplaceCells, type WorkplaceField } from '../workplaces/read-workplace.ts';
import { removePlace, savePlace, saveSite } from '../workplaces/save-workplace.ts';
import { accessWords, computerWords, needKeys, needWord, partWords, placeWords, wifiWords } from '../workplaces/workplace.ts';
import { getPlace, getSite, listSites } from '../workplaces/workplaces.queries.ts';
import { PLACES, siteHref } from './addresses.ts';
import { cellsOfPlace } from './site-page.tsx';

export const readKnownPlaces = async (ctx: Ctx): Promise<KnownPlaces> => ({ offices: await listOffices(ctx), sites: await listSites(ctx) });
const wordsOptions = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
const yesNo = [{ value: 'nein', label: 'nein' }, { value: 'ja', label: 'ja' }];
const errorsOf = (mistakes: Mistakes) => Object.entries(mistakes).map(([id, text]) => ({ id, text: text ?? '' }));

async function showPlace(rq: Rq, { id, cells, mistakes = {} }: { id?: string; cells: WorkplaceCells; mistakes?: Mistakes }): Promise<Reply> {
  const known = await rq.read(readKnownPlaces);
  const title = id ? `Arbeitsplatz ${cells.code ?? ''}` : 'Arbeitsplatz aufnehmen';
  const site = known.sites.find(({ key }) => key === cells.site);
  const text = (field: WorkplaceField, width: 4 | 10 | 20 = 20): VNode => <TextField name={field} label={workplaceFields[field]} value={cells[field] ?? ''} error={mistakes[field]} width={width} />;
  const choice = (field: WorkplaceField, options: { value: string; label: string }[]): VNode => <SelectField name={field} label={workplaceFields[field]} value={cells[field] ?? ''} options={options} placeholder={false} error={mistakes[field]} />;
  const listed = (field: 'needs' | 'met'): string[] => needKeys.filter((key) => (cells[field] ?? '').split(/,\s*/).includes(needWord(key)));
  return view({
    title, nav: PLACES, status: Object.keys(mistakes).length > 0 ? 422 : 200, crumbs: [{ label: 'Arbeitsplätze', href: PLACES }, ...(site ? [{ label: site.name, href: siteHref(site.id) }] : []), { label: title }],
    body: (
      <Stack>
        <ErrorSummary errors={errorsOf(mistakes)} />
        <PageHeader title={title} />
        <fieldset class="plain-fieldset" disabled={!may(rq.actor, 'assets/edit')}>
          <legend class="kern-sr-only">Angaben</legend>
          <Form action={id ? `${PLACES}/p/${id}` : `${PLACES}/p/neu`}>
            <Columns>{text('code')}{text('room')}</Columns>
            <Columns>{choice('site', known.sites.map(({ key, name }) => ({ value: key, label: name })))}{choice('office', known.offices.filter((office) => may(rq.actor, 'assets/edit', office.id) || office.key === cells.office).map(({ key, name }) => ({ value: key, label: name })))}</Columns>
            <Fieldset legend="Ausstattung">
              <Columns layout="thirds">{choice('kind', wordsOptions(placeWords))}{choice('computer', wordsOptions(computerWords))}{text('year', 4)}</Columns>
              <Columns layout="thirds">{text('screens', 4)}{choice('dock', yesNo)}{choice('headset', yesNo)}</Columns>
              <Columns layout="thirds">{choice('camera', yesNo)}{choice('height', yesNo)}{choice('mobile', yesNo)}</Columns>
            </Fieldset>
            <Columns>
              <CheckboxGroup name="needs" label={workplaceFields.needs} hint="Was der Platz bieten muss. Nichts über Personen oder ihre Gesundheit." value={listed('needs')} options={needKeys.map((key) => ({ value: key, label: needWord(key) }))} error={mistakes['needs']} />
              <CheckboxGroup name="met" label={workplaceFields.met} value={listed('met')} options={needKeys.map((key) => ({ value: key, label: needWord(key) }))} error={mistakes['met']} />
            </Columns>
            <ButtonRow>
              <Button type="submit" variant="primary">Speichern</Button>
              {id && <Button type="submit" variant="danger" formaction={`${PLACES}/p/${id}/entfernen`}>Aus dem Verzeichnis nehmen</Button>}
              <Button href={site ? siteHref(site.id) : PLACES}>Abbrechen</Button>
            </ButtonRow>
          </Form>
        </fieldset>
      </Stack>
    ),
  });
}

const text = z.string().max(300).default('');
const several = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const placeBody = z.object({ code: text, site: text, room: text, office: text, kind: text, computer: text, year: text, screens: text, dock: text, headset: text, camera: text, height: text, mobile: text, needs: several, met: several });
const params = z.object({ id: z.uuid() });

async function postPlace(rq: Rq<unknown, unknown, z.output<typeof placeBody>>, id?: string): Promise<Reply> {
  const cells: WorkplaceCells = { ...rq.body, needs: rq.body.needs.map(needWord).join(', '), met: rq.body.met.map(needWord).join(', ') };
  const { input, mistakes } = readWorkplace(cells, await rq.read(readKnownPlaces));
  const again = (wrong: Mistakes): Promise<Reply> => showPlace(rq, { ...(id ? { id } : {}), cells, mistakes: wrong });
  if (Object.keys(mistakes).length > 0) return again(mistakes);
  try {
    await rq.transact((ctx) => savePlace(ctx, id, input));
  } catch (error) {
    if (error instanceof Problem && error.code === 'assets/key-taken') return again({ code: error.de });
    throw error;
  }
  return redirect(siteHref(input.siteId), { flash: 'Gespeichert.' });
}

const siteBody = z.object({ key: text, name: text, address: text, down: text, up: text, second: text, wifi: z.enum(['none', 'partly', 'full']).default('none').catch('none'), guest: text, note: text, entrance: text, lift: text, toilet: text, hearing: text, guidance: text, parking: text });
type SiteTyped = z.output<typeof siteBody>;
const accessKeys = Object.keys(accessWords) as (keyof SiteAccess)[];
const isPart = (word: string): word is 'yes' | 'partly' | 'no' => word in partWords;

function showSite({ id, typed, mistakes = {} }: { id?: string; typed: SiteTyped; mistakes?: Mistakes }): Reply {
  const field = (name: 'key' | 'name' | 'address' | 'down' | 'up', label: string, hint = ''): VNode => <TextField name={name} label={label} {...(hint ? { hint } : {})} value={typed[name]} error={mistakes[name]} width={name === 'down' || name === 'up' ? 6 : 'full'} />;
  const title = id ? `${typed.name} ändern` : 'Standort aufnehmen';
  return view({
    title, nav: PLACES, status: Object.keys(mistakes).length > 0 ? 422 : 200, crumbs: [{ label: 'Arbeitsplätze', href: PLACES }, { label: title }],
    body: (
      <Stack>
        <ErrorSummary errors={errorsOf(mistakes)} />
        <PageHeader title={title} />
        <Form action={id ? `${siteHref(id)}/aendern` : `${PLACES}/neu`}>
          {field('name', 'Name')}
          {field('key', 'Kennung', 'Kleine Buchstaben, Ziffern, Bindestriche; steht in Tabellen')}
          {field('address', 'Anschrift')}
          <Fieldset legend="Netz">
            <Columns>{field('down', 'Mbit/s herein')}{field('up', 'Mbit/s hinaus')}</Columns>
            <Columns layout="thirds">
              <SelectField name="second" label="Zweite Leitung" value={typed.second} options={yesNo} placeholder={false} />
              <SelectField name="wifi" label="WLAN" value={typed.wifi} options={wordsOptions(wifiWords)} placeholder={false} />
              <SelectField name="guest" label="WLAN für Gäste" value={typed.guest} options={yesNo} placeholder={false} />
            </Columns>
            <TextArea name="note" label="Bemerkung zum Netz" value={typed.note} rows={2} required={false} />
          </Fieldset>
          <Fieldset legend="Zugang">
            {accessKeys.map((key) => <SelectField key={key} name={key} label={accessWords[key]} value={typed[key]} options={[{ value: '', label: 'noch nicht angesehen' }, ...wordsOptions(partWords)]} placeholder={false} />)}
          </Fieldset>
          <ButtonRow>
            <Button type="submit" variant="primary">Speichern</Button>
            <Button href={id ? siteHref(id) : PLACES}>Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

async function postSite(rq: Rq<unknown, unknown, SiteTyped>, id?: string): Promise<Reply> {
  const typed = rq.body;
  const [down, up] = [wholeOf(typed.down, undefined), wholeOf(typed.up, undefined)];
  const mistakes: Mistakes = {
    ...(typed.name.trim().length < 3 ? { name: 'Geben Sie dem Standort einen Namen.' } : {}), ...(/^[a-z0-9][a-z0-9-]{1,60}$/.test(typed.key) ? {} : { key: 'Die Kennung besteht aus kleinen Buchstaben, Ziffern und Bindestrichen.' }),
    ...(down === undefined ? { down: 'Geben Sie eine ganze Zahl an.' } : {}), ...(up === undefined ? { up: 'Geben Sie eine ganze Zahl an.' } : {}),
  };
  const again = (wrong: Mistakes): Reply => showSite({ ...(id ? { id } : {}), typed, mistakes: wrong });
  if (Object.keys(mistakes).length > 0) return again(mistakes);
  const access: SiteAccess = Object.fromEntries(accessKeys.flatMap((key) => (isPart(typed[key]) ? [[key, typed[key]]] : [])));
  try {
    const saved = await rq.transact((ctx) => saveSite(ctx, id, { key: typed.key, name: typed.name.trim(), address: typed.address.trim(), downMbit: down ?? 0, upMbit: up ?? 0, secondLine: typed.second === 'ja', wifi: typed.wifi, guestWifi: typed.guest === 'ja', networkNote: typed.note.trim(), access }));
    return redirect(siteHref(saved), { flash: 'Gespeichert.' });
  } catch (error) {
    if (error instanceof Problem && error.code === 'assets/key-taken') return again({ key: error.de });
    throw error;
  }
}

const edit = { site: 'office', access: 'may:assets/edit' } as const;
const read = { site: 'office', access: 'may:assets/read' } as const;
export const placeFormRoutes = [
  page({ ...edit, method: 'GET', path: `${PLACES}/neu`, handle: async () => showSite({ typed: siteBody.parse({ second: 'nein', guest: 'nein' }) }) }),
  page({ ...edit, method: 'POST', path: `${PLACES}/neu`, body: siteBody, handle: (rq) => postSite(rq) }),
  page({
    ...edit, method: 'GET', path: `${PLACES}/s/:id/aendern`, params,
    handle: async (rq) => {
      const site = await rq.read((ctx) => getSite(ctx, rq.params.id));
      return showSite({ id: site.id, typed: siteBody.parse({ ...site, ...site.access, down: String(site.downMbit), up: String(site.upMbit), second: site.secondLine ? 'ja' : 'nein', guest: site.guestWifi ? 'ja' : 'nein', note: site.networkNote }) });
    },
  }),
  page({ ...edit, method: 'POST', path: `${PLACES}/s/:id/aendern`, params, body: siteBody, handle: (rq) => postSite(rq, rq.params.id) }),
  page({ ...edit, method: 'GET', path: `${PLACES}/p/neu`, query: z.object({ standort: z.string().max(60).default('') }), handle: (rq) => showPlace(rq, { cells: { site: rq.query.standort, kind: 'desk', computer: 'notebook' } }) }),
  page({ ...edit, method: 'POST', path: `${PLACES}/p/neu`, body: placeBody, handle: (rq) => postPlace(rq) }),
  page({
    ...read, method: 'GET', path: `${PLACES}/p/:id`, params,
    handle: async (rq) => {
      const [place, known] = await rq.read(async (ctx) => [await getPlace(ctx, rq.params.id), await readKnownPlaces(ctx)] as const);
      return showPlace(rq, { id: place.id, cells: cellsOfPlace(place, known) });
    },
  }),
  page({ ...edit, method: 'POST', path: `${PLACES}/p/:id`, params, body: placeBody, handle: (rq) => postPlace(rq, rq.params.id) }),
  page({
    ...edit, method: 'POST', path: `${PLACES}/p/:id/entfernen`, params,
    handle: async (rq) => {
      const place = await rq.read((ctx) => getPlace(ctx, rq.params.id));
      await rq.transact((ctx) => removePlace(ctx, place.id));
      return redirect(siteHref(place.siteId), { flash: `${place.code} ist aus dem Verzeichnis genommen.` });
    },
  }),
];
