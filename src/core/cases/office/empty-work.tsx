import { Button, EmptyState } from '#platform/ui';
import { filterOf, workHref, type WorkFilter, type WorkView } from '../work-filter.ts';

/** The names of the lists. */
export const viewWords: Record<WorkView, string> = {
  meine: 'Meine',
  gruppe: 'Meine Gruppe',
  faellig: 'Fällig',
  ueberfaellig: 'Überfällig',
  aufgaben: 'Alle Aufgaben',
  alle: 'Alle Vorgänge',
};

/** Says why a list is empty and what to do. */
export function EmptyWork({ filter }: { filter: WorkFilter }) {
  const filtered = filter.service ?? filter.office ?? filter.status ?? filter.deadline ?? filter.text;
  if (filtered !== undefined) {
    return (
      <EmptyState title="Kein Eintrag passt zu diesen Filtern." action={<Button href={workHref(filterOf({ ansicht: filter.view }))}>Filter entfernen</Button>}>
        Nehmen Sie einen Filter weg oder suchen Sie in „Alle Vorgänge“.
      </EmptyState>
    );
  }
  const words: Record<WorkView, [title: string, hint: string]> = {
    meine: ['Auf Ihrer Liste liegt nichts.', 'Übernehmen Sie eine Aufgabe Ihrer Gruppe.'],
    gruppe: ['Ihre Gruppe hat keine freie Aufgabe.', 'Neue Anträge erscheinen hier von selbst.'],
    faellig: ['Bis in drei Tagen ist nichts fällig.', ''],
    ueberfaellig: ['Nichts ist überfällig.', ''],
    aufgaben: ['Es gibt keine offene Aufgabe.', 'Neue Anträge erscheinen hier von selbst.'],
    alle: ['Es gibt noch keinen Vorgang.', 'Jeder eingereichte Antrag wird ein Vorgang.'],
  };
  const [title, hint] = words[filter.view];
  return (
    <EmptyState title={title} icon={filter.view === 'ueberfaellig' || filter.view === 'faellig' ? 'check' : 'inbox'} action={filter.view === 'meine' ? <Button href={workHref(filterOf({ ansicht: 'gruppe' }))}>Zur Liste der Gruppe</Button> : undefined}>
      {hint}
    </EmptyState>
  );
}
