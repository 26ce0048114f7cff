import { Alert } from './alert.tsx';

export type FlashProps = { text: string; kind?: 'success' | 'info' | 'warning' | 'danger' };

/** The answer to the step just taken ("Gespeichert."), read aloud once when the page opens. */
export function Flash({ text, kind = 'success' }: FlashProps) {
  return (
    <div class="flash">
      <Alert kind={kind} title={text} role="status" />
    </div>
  );
}
