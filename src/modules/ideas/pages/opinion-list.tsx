import { formatDate, formatMoney } from '#platform/i18n';
import { Badge, Button, ButtonRow, Deadline, Form, MoneyField, Radios, Section, TextArea } from '#platform/ui';
import type { Opinion } from '../flow/opinions.ts';
import { hrefOf, verdictWords } from '../idea.ts';
import type { ShownIdea } from './idea-page.tsx';

/** What experts say; those who may not see any see no heading either. */
export function OpinionList({ shown }: { shown: ShownIdea }) {
  if (shown.opinions.length === 0) return null;
  return (
    <Section title="Stellungnahmen" id="stellungnahmen">
      <ul>
        {shown.opinions.map((one) => (
          <li key={one.id}>
            <p><strong>{one.expertName}</strong> {one.verdict ? <Badge state={verdictWords[one.verdict].look}>{verdictWords[one.verdict].words}</Badge> : <Deadline on={one.due_on} today={shown.today} />} {one.given_on && <span class="muted">{formatDate(one.given_on)}</span>}</p>
            {one.question && <p class="muted">Gefragt war: {one.question}</p>}
            {one.text && <p class="lines">{one.text}</p>}
            {one.saving_cents !== null && <p>Ersparnis im ersten Jahr: {formatMoney(Number(one.saving_cents))}</p>}
            {one.note && <p class="muted">Nur für die Moderation: {one.note}</p>}
            {!one.given_on && one.expert_id === shown.me && <OpinionForm shown={shown} opinion={one} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OpinionForm({ shown: { idea, typed }, opinion }: { shown: ShownIdea; opinion: Opinion }) {
  return (
    <Form action={`${hrefOf(idea.id)}/stellungnahmen/${opinion.id}`} label="Stellungnahme abgeben">
      <Radios name="verdict" label="Was halten Sie davon?" value={typed['verdict'] ?? ''} inline options={Object.entries(verdictWords).map(([value, { words }]) => ({ value, label: words }))} />
      <TextArea name="opinion" label="Begründung" hint="Die Person, die die Idee geschrieben hat, liest sie; nach der Entscheidung alle." rows={4} value={typed['opinion']} required />
      <MoneyField name="opinionSaving" label="Ersparnis im ersten Jahr" value={typed['opinionSaving']} required={false} />
      <TextArea name="note" label="Nur für die Moderation" rows={2} value={typed['note']} required={false} />
      <ButtonRow><Button variant="primary">Stellungnahme abgeben</Button></ButtonRow>
    </Form>
  );
}
