// Asks the browser for the permission to show notifications, and hands its address and keys to the account. Shown only where both can do it.

export function enhance(root: HTMLElement): void {
  const form = root.querySelector('form');
  if (!form || !('serviceWorker' in navigator) || !('PushManager' in globalThis)) return;
  root.querySelector('[data-without-script]')?.remove();
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    if (form.querySelector<HTMLInputElement>('[name=endpoint]')?.value) return;
    event.preventDefault();
    void subscribe(form).catch(() => {
      const status = root.querySelector<HTMLElement>('[data-denied]');
      if (status) status.textContent = status.dataset['denied'] ?? '';
    });
  });
}

async function subscribe(form: HTMLFormElement): Promise<void> {
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset['key'] ?? '' });
  const fill = (name: string, value: string): void => form.querySelector(`[name=${name}]`)?.setAttribute('value', value);
  const key = (name: PushEncryptionKeyName): string => btoa(String.fromCodePoint(...new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  fill('endpoint', subscription.endpoint);
  fill('publicKey', key('p256dh'));
  fill('authSecret', key('auth'));
  form.submit();
}
