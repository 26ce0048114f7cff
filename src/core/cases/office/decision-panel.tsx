import { isPublicText, type CompiledService } from '#core/catalogue';
import { formatNumber } from '#platform/i18n';
import type { JsonValue } from '#platform/module';
import { Details, Section, Table, Time } from '#platform/ui';
import type { CaseExplanation } from '../explanation.ts';
import { DecisionTables } from './decision-tables.tsx';
import type { CaseDecision, FiredRule } from '../decisions.queries.ts';

type Props = { decisions: (CaseDecision & { service: CompiledService })[]; explanation: CaseExplanation; /** A person still has something to do. */ open: boolean };

/** What the decision tables answered, with the rules that fired: the reasons a clerk needs for § 39 VwVfG. */
export function DecisionPanel({ decisions, explanation, open }: Props) {
  if (decisions.length === 0) return null;
  return (
    <Section title="Entscheidungen der Regeln" id="regeln">
      <p>{whoDecides(explanation, open)}</p>
      {explanation.reasons.length > 0 && (
        <Details summary="So liest es die antragstellende Person (§ 39 VwVfG)">
          <ul>
            {explanation.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Details>
      )}
      {decisions.map((decision) => (
        <Details key={decision.id} summary={[decision.name, shortValue(decision.result)].filter(Boolean).join(': ')}>
          <p>
            Berechnet am <Time at={decision.decidedAt} />. Ergebnis: {valueWords(decision.result)}
          </p>
          {decision.rules.length > 0 && <Rules rules={decision.rules} />}
          <DecisionTables service={decision.service} rules={decision.rules} />
          {decision.warnings.map((warning) => (
            <p key={warning}>Hinweis: {warning}</p>
          ))}
        </Details>
      ))}
    </Section>
  );
}

function whoDecides({ automatic, law }: CaseExplanation, open: boolean): string {
  if (!automatic) return 'Menschen haben mitentschieden; die Regeln haben vorbereitet.';
  return open ? 'Die Regeln haben vorbereitet; entscheiden wird ein Mensch.' : `Kein Mensch hat mitgewirkt: Die Maschine hat allein entschieden (${law}).`;
}

function Rules({ rules }: { rules: FiredRule[] }) {
  return (
    <Table
      compact
      caption="Regeln, die gegriffen haben"
      rows={rules.map((rule, position) => ({ ...rule, key: String(position) }))}
      rowKey={(rule) => rule.key}
      columns={[
        { key: 'rule', head: 'Regel', rowHead: true, cell: (rule) => rule.description ?? `${rule.decisionName}, Zeile ${rule.ruleIndex}` },
        { key: 'because', head: 'Weil', cell: (rule) => rule.inputs.map(({ label, value }) => `${label}: ${valueWords(value)}`).join('; ') },
        { key: 'therefore', head: 'Daher', cell: (rule) => rule.outputs.map(({ name, value }) => (name ? `${name}: ${valueWords(value)}` : valueWords(value))).join('; ') },
        ...(rules.some((rule) => rule.annotations.some(({ name }) => !isPublicText(name))) ? [{ key: 'note', head: 'Grundlage', cell: (rule: FiredRule) => rule.annotations.filter(({ name }) => !isPublicText(name)).map(({ text }) => text).join('; ') }] : []),
      ]}
    />
  );
}

/** A JSON value in German words. */
export function valueWords(value: JsonValue): string {
  if (value === null) return 'ohne Angabe';
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  if (typeof value === 'number') return formatNumber(value, 'de', { maximumFractionDigits: 6 });
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length ? value.map(valueWords).join(', ') : 'nichts';
  return Object.entries(value).map(([key, inner]) => `${key}: ${valueWords(inner ?? null)}`).join('; ');
}

/** A single value as it is; of a whole record only what is meant for reading: its reasons. */
function shortValue(value: JsonValue): string {
  const words = typeof value === 'object' && value !== null ? reasonsIn(value).join(' ') : valueWords(value);
  return words.length > 90 ? `${words.slice(0, 89)}…` : words;
}

function reasonsIn(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (/^(reasons?|text|grund)$/i.test(key) ? [valueWords(inner ?? null)] : reasonsIn(inner ?? null)));
}
