import type { Ctx } from '#platform/module';

/** A day by which something must be done, for the person's own calendar. */
export type DeadlineEntry = { id: string; on: string; title: string; text: string; href: string };

/** Deadlines as calendar file (RFC 5545): whole days, with a reminder two days before. */
export function deadlineCalendar(ctx: Ctx, entries: DeadlineEntry[]): string {
  const stamp = ctx.now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stadtkern//Fristen//DE', 'METHOD:PUBLISH',
    ...entries.flatMap((entry) => [
      'BEGIN:VEVENT', `UID:${entry.id}@stadtkern`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${entry.on.replaceAll('-', '')}`,
      `SUMMARY:${escape(entry.title)}`, `DESCRIPTION:${escape(entry.text)}`, `URL:${entry.href}`, 'TRANSP:TRANSPARENT',
      'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escape(entry.title)}`, 'TRIGGER:-P2D', 'END:VALARM', 'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('\r\n') + '\r\n';
}

const escape = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n');

/** A line has at most 75 octets; the next begins with a blank (RFC 5545, 3.1). */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const sign of line) {
    const length = Buffer.byteLength(sign);
    if (octets + length > 73) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += sign;
    octets += length;
  }
  return folded;
}
