// Switches on notifications in this browser: asks for its permission and hands the address and keys that it gets to the account.
// Says what this browser can do, and finds it in the list of devices.

export function enhance(root: HTMLElement): void {
  root.querySelector('[data-without-script]')?.remove();
  void begin(root).catch(() => show(root, 'failed'));
}

function show(root: HTMLElement, ...states: string[]): void {
  for (const one of root.querySelectorAll<HTMLElement>('[data-state]')) one.hidden = !states.includes(one.dataset['state'] ?? '');
}

async function begin(root: HTMLElement): Promise<void> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) return show(root, 'unsupported');
  // its own device can always be taken out of the list, whatever the browser allows now
  if (await markThis(root)) return show(root);
  show(root, Notification.permission === 'denied' ? 'denied' : 'off');
  const form = root.querySelector<HTMLFormElement>('form[data-key]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void switchOn(root, form).catch(() => show(root, 'failed', 'off'));
  });
}

/** Is this browser in the list? Then its row says so, and removing it also tells the browser. */
async function markThis(root: HTMLElement): Promise<boolean> {
  const subscription = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
  if (!subscription) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint)));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const name = root.querySelector(`[data-device="${hash}"]`);
  if (!name) return false;
  name.append(` (${root.querySelector<HTMLElement>('[data-this]')?.dataset['this'] ?? ''})`);
  const removing = name.closest('tr')?.querySelector<HTMLFormElement>('form[action$="/entfernen"]');
  removing?.addEventListener('submit', (event) => {
    event.preventDefault();
    void inTime(subscription.unsubscribe()).finally(() => removing.submit());
  });
  return true;
}

/** The service of a browser's maker that can't be reached is silent; whoever waits wants an answer. */
const PATIENCE_MS = 20_000;

async function switchOn(root: HTMLElement, form: HTMLFormElement): Promise<void> {
  const permission = await Notification.requestPermission();
  // who closes the question without an answer may be asked again
  if (permission !== 'granted') return show(root, permission === 'denied' ? 'denied' : 'off');
  show(root, 'busy');
  await inTime(subscribe(form));
}

const inTime = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, new Promise((_, fail) => void setTimeout(fail, PATIENCE_MS))]);

async function subscribe(form: HTMLFormElement): Promise<void> {
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  // one that the account does not know: of somebody who used this browser before, or made with a former key of the city
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset['key'] ?? '' });
  const fill = (name: string, value: string): void => form.querySelector(`[name=${name}]`)?.setAttribute('value', value);
  const key = (name: PushEncryptionKeyName): string => btoa(String.fromCodePoint(...new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  fill('endpoint', subscription.endpoint);
  fill('publicKey', key('p256dh'));
  fill('authSecret', key('auth'));
  form.submit();
}
