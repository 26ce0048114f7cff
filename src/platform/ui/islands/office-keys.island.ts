// What every page of the office does in the browser: keys for lists and search, and tidying up at sign-out. Everything they do can be done with Tab and Enter as well (WCAG 2.1.4: single keys
// act only while no field has the focus).

const rowLinks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('main tbody tr a[href]:first-of-type')].filter(isFirstOfRow);

function isFirstOfRow(link: HTMLElement): boolean {
  return link.closest('tr')?.querySelector('a[href]') === link;
}

function moveBy(step: 1 | -1): void {
  const links = rowLinks();
  const row = document.activeElement?.closest('tr');
  const here = links.findIndex((link) => row?.contains(link));
  const next = links[here === -1 ? (step === 1 ? 0 : links.length - 1) : here + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function toggleRow(): void {
  document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
}

function focusField(selector: string): boolean {
  const field = document.querySelector<HTMLInputElement>(selector);
  field?.focus();
  field?.select();
  return Boolean(field);
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || (target instanceof HTMLInputElement && target.type !== 'checkbox'));

/** What pages keep in this browser for one account (`stadtkern-konto:ID:…`) goes when that account signs out: the next person here is somebody else. */
function forgetAtSignOut(): void {
  document.addEventListener('submit', ({ target }) => {
    const account = target instanceof HTMLFormElement ? target.dataset['account'] : undefined;
    if (!account) return;
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(`stadtkern-konto:${account}:`)) localStorage.removeItem(key);
    } catch {
      // a browser that allows no storage has kept nothing
    }
  });
}

/** Listens on the page: Ctrl+K or ⌘K search, / filter, j k rows, x select. */
export function enhance(): void {
  forgetAtSignOut();
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      if (focusField('#office-search')) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === 'j') moveBy(1);
    else if (event.key === 'k') moveBy(-1);
    else if (event.key === 'x') toggleRow();
    else if (event.key === '/' && (focusField('main input[type=search]') || focusField('#office-search'))) event.preventDefault();
  });
}
