import { Button, FilterChips, Form, SelectField, TextField, Toolbar, Details, type FilterChip } from '#platform/ui';
import { statusWords } from '../case.ts';
import type { SavedView } from '../saved-views.ts';
import { workHref, workParams, type WorkFilter } from '../work-filter.ts';
import type { WorkNames } from './work-names.ts';

const deadlineWords: Record<NonNullable<WorkFilter['deadline']>, string> = { ueberfaellig: 'überfällig', bald: 'bald überfällig (gemeldet)', woche: 'in den nächsten 7 Tagen', ohne: 'ohne Frist' };
const statusFilter = { laufend: 'laufend', ...statusWords };

type Props = { filter: WorkFilter; names: WorkNames; saved: SavedView[] };

/** Filters above a list: chips for what is set, a short form for more; everything stands in the address. */
export function WorkFilters({ filter, names, saved }: Props) {
  const chips = chipsOf(filter, names);
  return (
    <>
      {(chips.length > 0 || saved.length > 0) && (
        <Toolbar label="Filter und eigene Listen" end={chips.length > 0 && <SaveView filter={filter} />}>
          {chips.length > 0 && <FilterChips label="Gesetzte Filter, zum Entfernen anwählen" chips={chips} />}
          {saved.length > 0 && <SavedViews filter={filter} saved={saved} />}
        </Toolbar>
      )}
      <FilterForm filter={filter} names={names} />
    </>
  );
}

function chipsOf(filter: WorkFilter, names: WorkNames): FilterChip[] {
  const without = (key: keyof WorkFilter): string => {
    const { [key]: _gone, ...rest } = filter;
    return workHref(rest as WorkFilter);
  };
  const chip = (key: keyof WorkFilter, label: string | undefined): FilterChip[] => (label ? [{ label: `${label} entfernen`, href: without(key), active: true }] : []);
  return [
    ...chip('text', filter.text && `Text „${filter.text}“`),
    ...chip('service', filter.service && (names.services.get(filter.service) ?? filter.service)),
    ...chip('office', filter.office && (names.offices.find((office) => office.key === filter.office)?.name ?? filter.office)),
    ...chip('status', filter.status && statusFilter[filter.status]),
    ...chip('deadline', filter.deadline && `Frist ${deadlineWords[filter.deadline]}`),
  ];
}

function FilterForm({ filter, names }: Omit<Props, 'saved'>) {
  const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
  const keep = workParams(filter);
  return (
    <Form method="get" action="/office/arbeit" inline label="Liste filtern">
      {['ansicht', 'sortierung'].map((key) => keep.has(key) && <input key={key} type="hidden" name={key} value={keep.get(key) ?? ''} />)}
      <TextField name="q" label="Nummer, Titel oder Name" type="search" value={filter.text} width={20} />
      {names.services.size > 1 && <SelectField name="leistung" label="Leistung" placeholder="alle" value={filter.service} options={[...names.services].map(([value, label]) => ({ value, label }))} />}
      {names.offices.length > 1 && <SelectField name="amt" label="Amt" placeholder="alle" value={filter.office} options={names.offices.map(({ key, name }) => ({ value: key, label: name }))} />}
      {(filter.view === 'alle' || filter.view === 'aufgaben') && <SelectField name="status" label="Status" placeholder="alle" value={filter.status} options={options(statusFilter)} />}
      <SelectField name="frist" label="Frist" placeholder="alle" value={filter.deadline} options={options(deadlineWords)} />
      <Button size="small">Filtern</Button>
    </Form>
  );
}

function SavedViews({ filter, saved }: Pick<Props, 'filter' | 'saved'>) {
  const current = workParams(filter).toString();
  return <FilterChips label="Eigene Listen" chips={saved.map(({ name, query }) => ({ label: name, href: `/office/arbeit?${query}`, active: query === current }))} />;
}

function SaveView({ filter }: Pick<Props, 'filter'>) {
  return (
    <Details summary="Liste merken">
      <Form action="/office/arbeit/ansichten" inline>
        <input type="hidden" name="liste" value={workParams(filter).toString()} />
        <TextField name="name" label="Name der Liste" maxlength={60} width={20} />
        <Button size="small">Merken</Button>
      </Form>
    </Details>
  );
}
