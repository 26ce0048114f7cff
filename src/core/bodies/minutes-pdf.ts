import { setDocument } from '#core/inbox';
import { listOffices } from '#core/organisation';
import type { ContentNode } from '#engines/documents';
import { formatDate, formatLongDate } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { membersOf, roleWords } from './bodies.queries.ts';
import { getMeeting, listAgenda, readAttendance, type AgendaItem } from './meetings.ts';
import { listResolutions, type Resolution } from './resolutions.ts';
import type { AttendanceState } from './tables.ts';

const words = (text: string): ContentNode => ({ type: 'text', text });
const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: [words(text)] });
const heading = (text: string, level = 2): ContentNode => ({ type: 'heading', attrs: { level }, content: [words(text)] });
const list = (lines: string[]): ContentNode[] => (lines.length > 0 ? [{ type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(line)] })) }] : []);
const lines = (text: string): ContentNode[] => text.split(/\n+/).map((line) => line.trim()).filter(Boolean).map(paragraph);

function decided(one: Resolution): ContentNode {
  const votes = one.votes ? ` (${one.votes.yes} Ja, ${one.votes.no} Nein, ${one.votes.abstentions} Enthaltungen)` : '';
  const task = [one.responsibleName && `Verantwortlich: ${one.responsibleName}`, one.dueOn && `bis ${formatDate(one.dueOn)}`].filter(Boolean).join(', ');
  return { type: 'box', content: [paragraph(`Beschluss ${one.number}: ${one.title}${votes}`), ...lines(one.text), ...(task ? [paragraph(task)] : [])] };
}

const itemNodes = (item: AgendaItem, resolutions: Resolution[]): ContentNode[] => [
  heading(`TOP ${item.number}: ${item.title}`, 3),
  ...(item.presenter ? [paragraph(`Vortrag: ${item.presenter}`)] : []),
  ...lines(item.minutes),
  ...resolutions.filter(({ agendaItemId }) => agendaItemId === item.id).map(decided),
];

/** The minutes of a meeting as PDF/A-3a and PDF/UA-1; until they are closed they are called a draft. @throws 404 for who may not see them */
export async function makeMinutes(ctx: Ctx, meetingId: string): Promise<{ bytes: Uint8Array; name: string }> {
  const { meeting, body } = await getMeeting(ctx, meetingId);
  const [office] = await listOffices(ctx);
  if (!office) throw notFound();
  const members = await membersOf(ctx, body.id, { on: meeting.heldOn });
  const attendance = await readAttendance(ctx, meetingId);
  const resolutions = (await listResolutions(ctx, { meetingId })).toReversed();
  const items = await listAgenda(ctx, meetingId);
  const there = (state: AttendanceState): string[] => [...new Set(members.filter(({ accountId }) => (attendance.get(accountId) ?? 'absent') === state).map(({ name, role }) => `${name} (${roleWords[role]})`))];
  const final = meeting.state === 'closed' || meeting.state === 'approved';
  const loose = resolutions.filter(({ agendaItemId }) => !items.some(({ id }) => id === agendaItemId));
  const content: ContentNode[] = [
    paragraph(`${formatLongDate(meeting.heldOn)}${meeting.begins ? `, ${meeting.begins} Uhr` : ''}${meeting.place ? `, ${meeting.place}` : ''}`),
    paragraph(final ? `Abgeschlossen von ${meeting.closedByName ?? ''}${meeting.approvedOn ? `, genehmigt am ${formatDate(meeting.approvedOn)}` : ''}.` : 'Entwurf: Diese Niederschrift ist noch nicht abgeschlossen.'),
    heading('Anwesenheit'),
    ...(['present', 'excused', 'absent'] as const).flatMap((state) => (there(state).length > 0 ? [paragraph({ present: 'Anwesend:', excused: 'Entschuldigt:', absent: 'Nicht anwesend:' }[state]), ...list(there(state))] : [])),
    heading('Tagesordnung'),
    ...items.flatMap((item) => itemNodes(item, resolutions)),
    ...(loose.length > 0 ? [heading('Weitere Beschlüsse'), ...loose.map(decided)] : []),
  ];
  const title = `Niederschrift: ${body.name}, ${meeting.title}`;
  const bytes = await setDocument(ctx, {
    officeId: office.id, layout: 'report', locale: 'de',
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: title, layout: 'report', language: 'de' }, content },
    meta: { date: meeting.heldOn, createdAt: meeting.closedAt ?? new Date(`${meeting.heldOn}T00:00:00Z`) },
  });
  return { bytes, name: `niederschrift-${body.key}-${meeting.number}.pdf` };
}
