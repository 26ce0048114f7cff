import type { ComponentChildren } from 'preact';
import { Button, Enhanced } from '#platform/ui';

export type PasskeyFormProps = {
  /** Where the browser's answer is posted, and where the challenge comes from. */
  action: string;
  optionsFrom: string;
  ceremony: 'create' | 'get';
  label: string;
  failed: string;
  primary?: boolean;
  hidden?: Record<string, string>;
  children?: ComponentChildren;
};

/** A button for passkeys. It needs JavaScript, so the script makes it visible; without it nothing is promised. */
export function PasskeyForm(props: PasskeyFormProps) {
  return (
    <Enhanced name="passkey" start="load">
      <form class="form" method="post" action={props.action} hidden data-passkey={props.ceremony} data-options={props.optionsFrom} data-failed={props.failed}>
        <input type="hidden" name="antwort" value="" />
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input type="hidden" key={name} name={name} value={value} />
        ))}
        {props.children}
        <Button variant={props.primary ? 'primary' : 'secondary'} icon="key" block={!props.children}>
          {props.label}
        </Button>
        <p class="kern-body" role="status" />
      </form>
    </Enhanced>
  );
}
