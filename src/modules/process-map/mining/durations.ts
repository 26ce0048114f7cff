/** Seconds as people say them: "3 Tage", "2,5 Stunden", "40 Sekunden". */
export function durationInWords(seconds: number | null): string {
  if (seconds === null) return '–';
  const say = (value: number, one: string, other: string): string => `${new Intl.NumberFormat('de-DE', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${Math.round(value * 10) === 10 ? one : other}`;
  if (seconds < 90) return say(seconds, 'Sekunde', 'Sekunden');
  if (seconds < 5400) return say(seconds / 60, 'Minute', 'Minuten');
  if (seconds < 129_600) return say(seconds / 3600, 'Stunde', 'Stunden');
  return say(seconds / 86_400, 'Tag', 'Tage');
}
