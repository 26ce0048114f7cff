import type { ComponentChildren } from 'preact';
import { Alert } from './alert.tsx';
import { Button } from './button.tsx';
import { ButtonRow, Form } from './form.tsx';
import { PageHeader } from './page-header.tsx';

export type ConfirmPageProps = {
  /** The question: "Hundesteuer-Bescheid 2026-0042 zurücknehmen?" */
  title: ComponentChildren;
  /** What will happen to whom, one sentence each. */
  consequences: ComponentChildren[];
  /** How it can be undone, or that it can't. */
  undo: ComponentChildren;
  confirm: string;
  cancel: { href: string; label: string };
  /** Where the form posts to; default the page itself. */
  action?: string;
  danger?: boolean;
  /** Hidden or further fields, e.g. a reason. */
  children?: ComponentChildren;
};

/** Asks once before something weighty: what will happen, to whom, and how to undo it. */
export function ConfirmPage(page: ConfirmPageProps) {
  return (
    <div class="confirm">
      <PageHeader title={page.title} />
      <ul class="confirm__list">
        {page.consequences.map((text, position) => (
          <li key={position}>{text}</li>
        ))}
      </ul>
      <Alert kind={page.danger ? 'warning' : 'info'} title={page.undo} />
      <Form action={page.action}>
        {page.children}
        <ButtonRow>
          <Button variant={page.danger ? 'danger' : 'primary'}>{page.confirm}</Button>
          <Button variant="secondary" href={page.cancel.href}>
            {page.cancel.label}
          </Button>
        </ButtonRow>
      </Form>
    </div>
  );
}
