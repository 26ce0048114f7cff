import { addDays } from '#core/organisation';
import { formatDate, formatMoney } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, Details, Form, Link, MoneyField, Radios, Row, Section, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { acceptanceWords, hrefOf, IDEAS, isOpen, refusalWords } from '../idea.ts';
import type { AwardState } from '../tables.ts';
import type { ShownIdea } from './idea-page.tsx';

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** For whoever implements an accepted idea: it ends as implemented, or dropped because. */
export function FinishForms({ shown: { idea, typed, today, manages } }: { shown: ShownIdea }) {
  return (
    <Section title="Umsetzung" id="umsetzung">
      <Form action={`${hrefOf(idea.id)}/abschluss`} label="Umsetzung abschließen">
        <Radios name="outcome" label="Was ist daraus geworden?" value={typed['outcome'] ?? 'implemented'} options={[{ value: 'implemented', label: 'Umgesetzt' }, { value: 'dropped', label: 'Fallen gelassen, weil …' }]} />
        <TextArea name="closing" label="Ergebnis oder Grund" rows={3} value={typed['closing']} required />
        <ButtonRow><Button variant="primary">Abschließen</Button></ButtonRow>
      </Form>
      {manages && (
        <Details summary="Neue Frist setzen">
          <Form action={`${hrefOf(idea.id)}/frist`} inline label="Neue Frist setzen"><TextField name="dueOn" label="Umsetzen bis" type="date" value={typed['dueOn'] ?? addDays(today, 60)} required /><Button>Speichern</Button></Form>
        </Details>
      )}
    </Section>
  );
}

/** Everything only the moderation does. */
export function Moderation({ shown }: { shown: ShownIdea }) {
  const { idea } = shown;
  const open = isOpen(idea.state);
  return (
    <Section title="Moderation" id="moderation">
      <Stack>
        <Row>
          {idea.state === 'submitted' && <Form action={`${hrefOf(idea.id)}/pruefung`} inline label="In Prüfung nehmen"><Button variant="primary">In Prüfung nehmen</Button></Form>}
          {(open || idea.state === 'accepted') && !idea.projectId && idea.officeId && <Form action={`${hrefOf(idea.id)}/projekt`} inline label="Projekt daraus machen"><Button icon="process">Projekt daraus machen</Button></Form>}
          {idea.projectId && <Link href={`/office/projekte/${idea.projectId}`}>Zum Projekt</Link>}
        </Row>
        {(open || idea.state === 'accepted') && !idea.projectId && !idea.officeId && (
          <Details summary="Projekt daraus machen">
            <Form action={`${hrefOf(idea.id)}/projekt`} label="Projekt daraus machen"><SelectField name="office" label="Welches Amt führt es?" value="" placeholder="Bitte wählen" options={shown.offices} /><ButtonRow><Button>Projekt daraus machen</Button></ButtonRow></Form>
          </Details>
        )}
        {idea.anonymous && <Letters shown={shown} />}
        {open && <OpinionAsk shown={shown} />}
        {open && !shown.author && <DecisionForms shown={shown} />}
        {open && <MergeForm shown={shown} />}
      </Stack>
    </Section>
  );
}

function Letters({ shown: { idea, letters, typed } }: { shown: ShownIdea }) {
  return (
    <Details summary={`Postfach der anonymen Person (${letters.length})`} open={letters.at(-1)?.from_name === null}>
      {letters.map((one) => <p key={one.id} class="lines"><strong>{one.from_name ?? 'anonym'}</strong> <span class="muted">{formatDate(one.written_on)}</span><br />{one.text}</p>)}
      <Form action={`${hrefOf(idea.id)}/postfach`} label="In das Postfach schreiben"><TextArea name="letter" label="Nachricht" rows={3} value={typed['letter']} required /><ButtonRow><Button>In das Postfach schreiben</Button></ButtonRow></Form>
    </Details>
  );
}

function OpinionAsk({ shown: { idea, people, typed, today, error } }: { shown: ShownIdea }) {
  return (
    <Details summary="Um eine Stellungnahme bitten" open={error?.id === 'expert'}>
      <Form action={`${hrefOf(idea.id)}/stellungnahmen`} label="Um eine Stellungnahme bitten">
        <TextField name="expert" label="Wer kennt sich aus?" hint="Name oder E-Mail-Adresse" value={typed['expert']} suggestions={people} error={error?.id === 'expert' ? error.text : undefined} required />
        <TextArea name="question" label="Frage" rows={2} value={typed['question']} required={false} />
        <TextField name="opinionDue" label="Bis" type="date" value={typed['opinionDue'] ?? addDays(today, 14)} required />
        <ButtonRow><Button>Bitten</Button></ButtonRow>
      </Form>
    </Details>
  );
}

function DecisionForms({ shown: { idea, people, typed, today, error } }: { shown: ShownIdea }) {
  const wrong = error?.id === 'reason' ? error.text : undefined;
  return (
    <>
      <Details summary="Annehmen" open={wrong !== undefined && typed['outcome'] === 'accepted'}>
        <Form action={`${hrefOf(idea.id)}/entscheidung`} label="Annehmen">
          <input type="hidden" name="outcome" value="accepted" />
          <SelectField name="reasonCode" id="accept-code" label="Warum" value={typed['reasonCode'] ?? ''} options={options(acceptanceWords)} placeholder="Bitte wählen" />
          <TextArea name="reason" id="accept-reason" label="Begründung" rows={3} value={typed['reason']} error={wrong} required />
          <TextField name="responsible" label="Wer setzt um?" value={typed['responsible']} suggestions={people} required />
          <TextField name="dueOn" id="accept-due" label="Bis wann?" type="date" value={typed['dueOn'] ?? addDays(today, 90)} required />
          <ButtonRow><Button variant="primary">Annehmen</Button></ButtonRow>
        </Form>
      </Details>
      <Details summary="Ablehnen" open={wrong !== undefined && typed['outcome'] === 'rejected'}>
        <Form action={`${hrefOf(idea.id)}/entscheidung`} label="Ablehnen">
          <input type="hidden" name="outcome" value="rejected" />
          <SelectField name="reasonCode" id="refuse-code" label="Hauptgrund" value={typed['reasonCode'] ?? ''} options={options(refusalWords)} placeholder="Bitte wählen" />
          <TextArea name="reason" id="refuse-reason" label="Begründung" hint="In Worten, die die Person versteht und annehmen kann" rows={3} value={typed['reason']} error={wrong} required />
          <ButtonRow><Button>Ablehnen</Button></ButtonRow>
        </Form>
      </Details>
    </>
  );
}

function MergeForm({ shown: { idea, typed, error } }: { shown: ShownIdea }) {
  return (
    <Details summary="Mit einer anderen Idee zusammenführen" open={error?.id === 'into'}>
      <Form action={`${hrefOf(idea.id)}/zusammenfuehren`} label="Zusammenführen">
        <TextField name="into" label="Nummer der anderen Idee" hint="Zum Beispiel I-2026-0012" value={typed['into']} error={error?.id === 'into' ? error.text : undefined} width={20} required />
        <TextArea name="mergeReason" label="Warum meinen beide dasselbe?" hint="Stimmen zählen danach einmal; die alte Adresse führt weiter; es lässt sich wieder trennen." rows={2} value={typed['mergeReason']} required={false} />
        <ButtonRow><Button>Zusammenführen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const awardWords: Record<AwardState, string> = { proposed: 'vorgeschlagen', approved: 'bewilligt', refused: 'nicht bewilligt', paid: 'ausgezahlt' };

/** The award: computed by the rule, decided by a second person. */
export function AwardBox({ shown: { idea, award, awards, author, me, typed } }: { shown: ShownIdea }) {
  const open = award && award.state !== 'refused';
  return (
    <Section title="Prämie" id="praemie" actions={awards ? <Link href={`${IDEAS}/praemien`}>Alle Prämien und die Regel</Link> : undefined}>
      {award && (
        <Alert kind={award.state === 'refused' ? 'info' : 'success'} title={`${formatMoney(Number(award.amount_cents))} ${awardWords[award.state]}`} level={3}>
          <p>{award.explanation}.</p>
          <p class="muted">Vorgeschlagen von {award.proposed_by_name}, {formatDate(award.proposed_on)}{award.decided_by_name && `; entschieden von ${award.decided_by_name}, ${formatDate(award.decided_on ?? '')}`}{award.comment && `: ${award.comment}`}{award.paid_on && `; ausgezahlt am ${formatDate(award.paid_on)}, vermerkt von ${award.paid_by_name}`}</p>
          <p class="muted">Prämien sind Arbeitslohn und werden mit dem Gehalt versteuert.</p>
        </Alert>
      )}
      {awards && award?.state === 'proposed' && award.proposed_by !== me && !author && (
        <Form action={`${IDEAS}/praemien/${award.id}`} label="Über die Prämie entscheiden">
          <TextField name="comment" label="Bemerkung" hint="Bei einer Ablehnung nötig" value={typed['comment']} required={false} />
          <Row><Button variant="primary" name="entscheidung" value="ja">Bewilligen</Button><Button name="entscheidung" value="nein">Nicht bewilligen</Button></Row>
        </Form>
      )}
      {awards && award?.state === 'proposed' && award.proposed_by === me && <Badge state="waiting">wartet auf eine zweite Person</Badge>}
      {awards && award?.state === 'approved' && !author && (idea.authorId
        ? <Form action={`${IDEAS}/praemien/${award.id}/ausgezahlt`} label="Auszahlung vermerken"><ButtonRow><Button>Als ausgezahlt vermerken</Button></ButtonRow></Form>
        : <p class="muted">Auszahlen lässt sie sich, sobald der Name angegeben ist.</p>)}
      {awards && !open && !author && (
        <Form action={`${hrefOf(idea.id)}/praemie`} label="Prämie vorschlagen">
          <MoneyField name="awardSaving" label="Ersparnis im ersten Jahr" hint="Leer: nicht berechenbar, dann gilt der feste Betrag" value={typed['awardSaving'] ?? idea.savingCents} required={false} />
          <ButtonRow><Button>Prämie nach der Regel vorschlagen</Button></ButtonRow>
        </Form>
      )}
    </Section>
  );
}
