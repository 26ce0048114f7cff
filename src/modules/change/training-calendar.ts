import type { Ctx } from '#platform/module';
import type { Training } from './training.ts';

const stamp = (at: Date): string => at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
const escape = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n');
/** At most 75 octets a line, the next begins with a blank (RFC 5545, 3.1); cut by signs, three octets each at most. */
const fold = (line: string): string => [...line].reduce<string[]>((lines, sign, at) => (at % 24 === 0 ? [...lines, sign] : [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${sign}`]), []).join('\r\n ');

/** Training dates as a calendar file (RFC 5545). */
export function trainingCalendar(ctx: Ctx, trainings: Training[]): string {
  const events = trainings.flatMap((one) => [
    'BEGIN:VEVENT', `UID:${one.id}@stadtkern`, `DTSTAMP:${stamp(ctx.now)}`, `DTSTART:${stamp(one.begins_at)}`, `DTEND:${stamp(one.ends_at)}`, `SUMMARY:${escape(one.title)}`, `LOCATION:${escape(one.place)}`,
    `DESCRIPTION:${escape(one.text)}`, `URL:${ctx.platform.config.publicUrl}/office/veraenderung/schulungen/${one.id}`, ...(one.cancelled_on ? ['STATUS:CANCELLED'] : []), 'END:VEVENT',
  ]);
  return `${['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stadtkern//Schulungen//DE', 'METHOD:PUBLISH', ...events, 'END:VCALENDAR'].map(fold).join('\r\n')}\r\n`;
}
