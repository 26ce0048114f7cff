import { getCase, hasEnded } from '#core/cases';
import { findDocumentBySource } from '#core/records';
import { compileFeel } from '#engines/decisions';
import { compileLetter } from '#engines/documents';
import type { AuditEvent } from '#platform/audit';
import type { Ctx } from '#platform/module';
import { writeLetter } from './send-letter.ts';

const source = `---
kind: letter
title: Wir verlängern die Frist
subject: "Ihr Antrag {{ case.number }} – Verlängerung der Frist"
seal: true
---
Sehr geehrte Damen und Herren,

über Ihren Antrag vom {{ case.submittedOn | date }} wollten wir bis zum {{ from | date }} entscheiden. Diese Frist verlängern wir bis zum **{{ until | date }}** (§ 42a Absatz 2 des Verwaltungsverfahrensgesetzes).

## Begründung

{{ reason }}

Die Frist lässt sich nur dieses eine Mal verlängern. Sie müssen nichts tun.
`;
const { letter } = compileLetter(source, { feel: compileFeel });

/** The extension of a period is told with its reason and in time (§ 42a (2) sentence 4 VwVfG); the same event makes one letter. */
export async function tellExtension(ctx: Ctx, event: AuditEvent): Promise<void> {
  if (!event.caseId || !letter) return;
  const found = await getCase(ctx, event.caseId);
  const sourceId = `clock-extended/${event.id}`;
  if (hasEnded(found) || (await findDocumentBySource(ctx, found.id, sourceId))) return;
  const { from, until, reason } = event.data;
  await writeLetter(ctx, found, { letter, name: 'fristverlaengerung', given: { from, until, reason }, sourceId });
}
