import type { OpenDuty } from './fundings.queries.ts';

const escape = (text: string): string => text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r?\n/g, '\\n');
const plain = (day: string): string => day.replaceAll('-', '');

/** RFC 5545: lines of at most 75 bytes, continued with a blank. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
    }
    part += sign;
  }
  return [...parts, part].join('\r\n ');
}

/** Duties of grants as a calendar file, with an alarm two weeks before each. */
export function dutyCalendar(duties: OpenDuty[], { now, publicUrl }: { now: Date; publicUrl: string }): string {
  const stamp = `${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const events = duties.flatMap((one) => [
    'BEGIN:VEVENT', `UID:${one.id}@stadtkern`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${plain(one.due_on)}`, `SUMMARY:${escape(`${one.title}: ${one.programme}`)}`, `URL:${publicUrl}/office/haushalt/foerderungen/${one.funding_id}`,
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escape(one.title)}`, 'TRIGGER:-P14D', 'END:VALARM', 'END:VEVENT',
  ]);
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stadtkern//Foerderungen//DE', 'METHOD:PUBLISH', ...events, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}
