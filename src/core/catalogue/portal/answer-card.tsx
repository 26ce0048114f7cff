import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import { Card, Link } from '#platform/ui';
import type { Answer } from '../search/answer-question.ts';
import { texts } from './texts.ts';

/** What somebody asked, answered above the hits. */
export function AnswerCard({ answer, locale, offices }: { answer: Answer; locale: Locale; offices: { key: string; name: string }[] }): VNode | null {
  const t = texts(locale);
  const heads: Record<Answer['asked'], string> = { fee: t.fee, duration: t.duration, papers: t.papers, deadline: t.deadline, validity: t.validity, office: t.office, law: t.legal };
  const office = offices.find(({ key }) => key === answer.office);
  if (answer.office && !office) return null;
  const [only] = answer.lines;
  return (
    <Card title={answer.name} level={2} preline={heads[answer.asked]} surface>
      {office ? (
        <p>
          {t.whereToGo}: <Link href={`/leistungen/${answer.slug}#amt`}>{office.name}</Link>
        </p>
      ) : answer.lines.length === 1 ? (
        <p>{only}</p>
      ) : (
        <ul class="kern-list kern-list--bullet">
          {answer.lines.map((line, i) => (
            <li key={i}>{line}</li>
          ))}
        </ul>
      )}
      <p>
        <Link href={`/leistungen/${answer.slug}`}>{t.details}</Link>
      </p>
    </Card>
  );
}
