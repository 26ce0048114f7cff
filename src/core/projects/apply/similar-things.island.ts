type Group = { label: string; found: { title: string; href: string; note: string }[] };

/** While somebody types a title and a purpose, what resembles it appears beside it; without it the server shows the same after saving. */
export function enhance(root: HTMLElement): void {
  const fields = [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-similar]')];
  const list = root.querySelector<HTMLElement>('[data-similar-list]');
  if (!list || fields.length === 0) return;
  list.setAttribute('aria-live', 'polite');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  let asked = '';
  const look = async (): Promise<void> => {
    const text = fields.map((field) => field.value.trim()).join(' ').slice(0, 600);
    if (text === asked || text.length < 5) return;
    asked = text;
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(`/office/projekte/aehnlich?${new URLSearchParams({ text, ohne: list.dataset.except ?? '' })}`, { signal: running.signal });
      if (response.ok) show(list, ((await response.json()) as { groups: Group[] }).groups);
    } catch {
      // typed on, or offline: the server looks again when the page is saved
    }
  };
  for (const field of fields) {
    field.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(), 350);
    });
  }
}

function show(list: HTMLElement, groups: Group[]): void {
  if (groups.length === 0) {
    list.replaceChildren(Object.assign(document.createElement('p'), { className: 'muted', textContent: 'Nichts Ähnliches gefunden.' }));
    return;
  }
  list.replaceChildren(...groups.flatMap(({ label, found }) => {
    const heading = document.createElement('p');
    heading.append(Object.assign(document.createElement('strong'), { textContent: label }));
    const entries = document.createElement('ul');
    entries.append(...found.map(({ title, href, note }) => {
      const entry = document.createElement('li');
      entry.append(Object.assign(document.createElement('a'), { className: 'kern-link', href, target: '_blank', rel: 'noopener', textContent: title }), ` (${note})`);
      return entry;
    }));
    return [heading, entries];
  }));
}
