import { ConfirmPage } from '../content/confirm-page.tsx';
import { Flash } from '../content/flash.tsx';
import { Stack } from '../content/layout.tsx';
import { PageHeader } from '../content/page-header.tsx';
import { Breadcrumb } from '../navigation/breadcrumb.tsx';
import { FilterChips, Toolbar } from '../navigation/filter-chips.tsx';
import { Pagination } from '../navigation/pagination.tsx';
import { ProcessStrip, StepProgress } from '../navigation/steps.tsx';
import { Tabs } from '../navigation/tabs.tsx';
import { ContentGuide } from './content-guide.tsx';
import { FieldGuide } from './field-guide.tsx';
import { GuideSection } from './guide-section.tsx';

function NavigationGuide() {
  return (
    <GuideSection id="navigation" title="Wege" use="Wo bin ich, wie geht es weiter?">
      <Stack>
        <Breadcrumb items={[{ label: 'Start', href: '#guide-navigation' }, { label: 'Leistungen', href: '#guide-navigation' }, { label: 'Hund anmelden' }]} />
        <Tabs
          label="Ansichten"
          items={[
            { label: 'Überblick', href: '#t1', current: true },
            { label: 'Nachrichten', href: '#t2', count: 2 },
            { label: 'Akte', href: '#t3' },
          ]}
        />
        <StepProgress current={3} total={6} title="Ihr Hund" saved="gespeichert um 14:03 Uhr" />
        <ProcessStrip
          label="Stand des Antrags"
          steps={[
            { title: 'Eingegangen', state: 'done', when: '12.11.2026' },
            { title: 'Wir prüfen', state: 'now', when: 'bis 3. Dezember' },
            { title: 'Bescheid', state: 'then' },
            { title: 'Steuermarke kommt', state: 'then' },
          ]}
        />
        <Toolbar label="Liste" end="312 Vorgänge">
          <FilterChips
            label="Filter"
            chips={[
              { label: 'Meine', href: '#f1', active: true, count: 12 },
              { label: 'Überfällig', href: '#f2', count: 3 },
              { label: 'Alle', href: '#f3' },
            ]}
          />
        </Toolbar>
        <Pagination previous="#p1" next="#p2" shown={25} total={312} noun="Vorgänge" />
      </Stack>
    </GuideSection>
  );
}

/** The living style sheet: every component as it looks today. Shown to developers in the office. */
export function StyleGuide() {
  return (
    <div class="guide">
      <PageHeader title="Bausteine" preline="Für Entwicklung und Gestaltung" lead="Alle Bausteine, aus denen die Seiten bestehen." />
      <Flash text="Gespeichert." />
      <FieldGuide />
      <ContentGuide />
      <NavigationGuide />
    </div>
  );
}

/** The page that asks before something weighty, as an example of its own: it has the h1. */
export function ConfirmExample() {
  return (
    <ConfirmPage
      title="Bescheid 2026-0042 zurücknehmen?"
      consequences={['Aylin Kaya bekommt einen neuen Bescheid.', 'Die Zahlung von 120,00 € wird erstattet.']}
      undo="Das lässt sich nicht rückgängig machen. Der alte Bescheid bleibt in der Akte."
      confirm="Bescheid zurücknehmen"
      cancel={{ href: '/office', label: 'Abbrechen' }}
      danger
    />
  );
}
