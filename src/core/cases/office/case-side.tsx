import { addressLines } from '#core/parties';
import type { Ctx } from '#platform/module';
import { Button, Deadline, DescriptionList, Details, Form, Link, Section, SelectField, TextArea, TextField, Time } from '#platform/ui';
import { hasEnded } from '../case.ts';
import { outcomeWord } from '../event-words.ts';
import { ClockSection, type ClockPosted } from './clock-section.tsx';
import type { CaseView } from './read-case.ts';
import { TaskPanel, type Posted } from './task-panel.tsx';
import { StatusBadge } from './work-table.tsx';

type Props = { view: CaseView; ctx: Pick<Ctx, 'now' | 'actor'>; posted?: Posted | undefined; clockPosted?: ClockPosted | undefined };

/** The context column: the next step first, then the facts, then what else can be done. */
export function CaseSide({ view, ctx, posted, clockPosted }: Props) {
  return (
    <>
      <TaskPanel view={view} ctx={ctx} posted={posted} />
      <Facts view={view} actorId={ctx.actor.id} />
      <ClockSection view={view} posted={clockPosted} />
      <PartyFacts view={view} />
      {view.panels.filter((panel) => panel.place === 'side').map((panel) => (
        <Section key={panel.id} title={panel.title} level={3}>
          {panel.body}
        </Section>
      ))}
      <Resubmissions view={view} />
      <MoreActions view={view} />
    </>
  );
}

function Facts({ view, actorId }: { view: CaseView; actorId: string | null }) {
  const { found, office } = view;
  const mine = found.responsible !== undefined && found.responsible.id === actorId;
  return (
    <Section title="Vorgang" level={3}>
      <DescriptionList
        items={[
          { term: 'Status', value: <StatusBadge status={found.status} /> },
          found.outcome ? { term: 'Ergebnis', value: outcomeWord(found.outcome) } : null,
          found.decidedAt ? { term: 'Entschieden', value: <Time at={found.decidedAt} /> } : null,
          { term: 'Eingang', value: <Time at={found.submittedAt} /> },
          { term: 'Amt', value: office?.name ?? '' },
          { term: 'Zuständig', value: found.responsible?.name ?? 'niemand' },
        ]}
      />
      <Form action={`/office/vorgaenge/${found.id}/verantwortung`} inline label="Verantwortung">
        <input type="hidden" name="liste" value={view.list} />
        <Button size="small" variant="tertiary" name="wer" value={mine ? 'niemand' : 'ich'}>
          {mine ? 'Verantwortung abgeben' : 'Ich bin verantwortlich'}
        </Button>
      </Form>
    </Section>
  );
}

function PartyFacts({ view: { found, party } }: { view: CaseView }) {
  const more = new URLSearchParams({ ansicht: 'alle', q: found.applicant.name });
  return (
    <Section title="Antragstellende Person" level={3}>
      <DescriptionList
        items={[
          { term: 'Name', value: found.applicant.name },
          party?.organisationName && party.givenName ? { term: 'Vertreten durch', value: `${party.givenName} ${party.familyName ?? ''}` } : null,
          party?.email ? { term: 'E-Mail', value: <Link href={`mailto:${party.email}`}>{party.email}</Link> } : null,
          party?.phone ? { term: 'Telefon', value: <Link href={`tel:${party.phone}`}>{party.phone}</Link> } : null,
          party?.address ? { term: 'Anschrift', value: addressLines(party.address).map((line) => <div key={line}>{line}</div>) } : null,
          { term: 'Nutzerkonto', value: found.applicant.accountId ? 'ja' : 'ohne Konto' },
        ]}
      />
      <Link href={`/office/arbeit?${more}`} size="small">
        Weitere Vorgänge unter diesem Namen
      </Link>
    </Section>
  );
}

function Resubmissions({ view }: { view: CaseView }) {
  const base = `/office/vorgaenge/${view.found.id}/wiedervorlagen`;
  return (
    <Section title="Wiedervorlage" level={3}>
      {view.resubmissions.map((one) => (
        <Form key={one.id} action={`${base}/${one.id}/erledigt`} inline label={`Wiedervorlage ${one.dueOn}`}>
          <input type="hidden" name="liste" value={view.list} />
          <span>
            <Deadline on={one.dueOn} today={view.today} /> {one.accountName}
            {one.reason && `: ${one.reason}`}
          </span>
          <Button size="small" variant="tertiary">
            Erledigt
          </Button>
        </Form>
      ))}
      <Details summary="Wiedervorlage setzen" open={false}>
        <Form action={base}>
          <input type="hidden" name="liste" value={view.list} />
          <TextField name="am" label="Am" type="date" />
          <TextField name="grund" id="wiedervorlage-grund" label="Warum" maxlength={500} required={false} />
          <Button size="small">Setzen</Button>
        </Form>
      </Details>
    </Section>
  );
}

function MoreActions({ view }: { view: CaseView }) {
  const { found, actions, supervises, offices } = view;
  const open = !hasEnded(found);
  return (
    <Section title="Weitere Schritte" level={3}>
      {actions.map((action) => (
        <p key={action.id}>
          <Button href={action.href} size="small" {...(action.icon ? { icon: action.icon } : {})}>
            {action.label}
          </Button>
        </p>
      ))}
      <Details summary="Vermerk schreiben" id="vermerk">
        <Form action={`/office/vorgaenge/${found.id}/vermerke`}>
          <input type="hidden" name="liste" value={view.list} />
          <TextArea name="text" label="Vermerk (nur für Beschäftigte)" rows={4} maxlength={10_000} />
          <Button size="small">Speichern</Button> <Link href={`/office/vorgaenge/${found.id}/schreiben?art=note`}>Mit Textbausteinen</Link>
        </Form>
      </Details>
      {open && supervises && (
        <Details summary="Zuständigkeit abgeben">
          <Form action={`/office/vorgaenge/${found.id}/abgeben`}>
            <SelectField name="amt" label="An welches Amt" options={offices.map(({ id, name }) => ({ value: id, label: name }))} />
            <TextField name="grund" label="Grund" maxlength={500} />
            <Button size="small">Abgeben</Button>
          </Form>
        </Details>
      )}
      {found.status === 'closed' && supervises && (
        <Details summary="Vorgang wieder öffnen">
          <Form action={`/office/vorgaenge/${found.id}/wieder-oeffnen`}>
            <p>Auch die Akte wird wieder geöffnet. Der Ablauf bleibt beendet; was noch zu tun ist, geschieht von Hand.</p>
            <TextField name="grund" id="oeffnen-grund" label="Grund" hint="Zum Beispiel: Widerspruch eingegangen" maxlength={500} />
            <Button size="small">Wieder öffnen</Button>
          </Form>
        </Details>
      )}
      {open && supervises && (
        <p>
          <Link href={`/office/vorgaenge/${found.id}/beenden`}>Vorgang von Hand beenden</Link>
        </p>
      )}
    </Section>
  );
}
