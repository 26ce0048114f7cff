import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';

/** Fetches the challenge, lets the browser sign it, puts the answer into the form and sends that. */
async function ceremony(form: HTMLFormElement): Promise<void> {
  const response = await fetch(form.dataset['options'] ?? '', { method: 'POST', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`options: ${response.status}`);
  const optionsJSON = await response.json();
  const answer = form.dataset['passkey'] === 'create' ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
  const field = form.elements.namedItem('antwort');
  if (field instanceof HTMLInputElement) field.value = JSON.stringify(answer);
  form.submit();
}

export function enhance(root: HTMLElement): void {
  const form = root.querySelector('form');
  if (!form || !browserSupportsWebAuthn()) return;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const status = form.querySelector('[role=status]');
    if (status) status.textContent = '';
    ceremony(form).catch(() => {
      if (status) status.textContent = form.dataset['failed'] ?? '';
    });
  });
}
