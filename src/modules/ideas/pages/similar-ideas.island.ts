type Found = { title: string; href: string; note: string };
type Group = { kind: string; label: string; found: Found[] };

/** Shows what resembles an idea while it is typed. Without it the button 'Ähnliches zeigen' does the same. */
export function enhance(root: HTMLElement): void {
  const place = root.querySelector<HTMLElement>('[data-similar]');
  const fields = [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[name="title"], textarea[name="problem"]')];
  if (!place || fields.length === 0) return;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  const look = async (): Promise<void> => {
    running?.abort();
    running = new AbortController();
    const text = fields.map(({ value }) => value).join(' ').trim();
    if (text.length < 8) return place.replaceChildren();
    try {
      const response = await fetch('/office/ideen/neu/aehnliches.json', { method: 'POST', body: new URLSearchParams({ text }), signal: running.signal });
      if (response.ok) draw(place, ((await response.json()) as { groups: Group[] }).groups);
    } catch {
      // typed on, or offline: the idea can still be handed in
    }
  };
  for (const field of fields)
    field.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(), 400);
    });
}

function draw(place: HTMLElement, groups: Group[]): void {
  if (groups.length === 0) return place.replaceChildren();
  const lead = document.createElement('p');
  lead.append(Object.assign(document.createElement('strong'), { textContent: 'Gibt es das schon?' }), ' Sehen Sie kurz nach.');
  place.replaceChildren(lead, ...groups.flatMap(({ label, found }) => [Object.assign(document.createElement('p'), { className: 'muted', textContent: label }), listOf(found)]));
}

function listOf(found: Found[]): HTMLUListElement {
  const list = document.createElement('ul');
  for (const one of found) {
    const item = document.createElement('li');
    // what is being written must not be lost by following a link
    item.append(Object.assign(document.createElement('a'), { href: one.href, textContent: one.title, className: 'kern-link', target: '_blank', rel: 'noopener' }), ` ${one.note} (öffnet neu)`);
    list.append(item);
  }
  return list;
}
