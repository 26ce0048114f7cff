// The parts of a page of the workshop that change while somebody works on it.

/** Says beside the title whether it is saved. */
export function say(root: ParentNode, text: string): HTMLElement | null {
  const place = root.querySelector<HTMLElement>('.workshop__saved');
  if (place) place.textContent = text;
  return place;
}

/** Takes the parts marked data-live from a fresh page; what somebody is typing in stays. */
export function takeParts(root: ParentNode, answer: Document): void {
  for (const fresh of answer.querySelectorAll<HTMLElement>('[data-live]')) {
    const old = root.querySelector<HTMLElement>(`[data-live="${fresh.dataset['live'] ?? ''}"]`);
    if (old && !old.contains(document.activeElement)) old.innerHTML = fresh.innerHTML;
  }
  const workshop = answer.querySelector<HTMLElement>('[data-workshop]');
  const own = root.querySelector<HTMLElement>('[data-workshop]');
  if (workshop && own) own.dataset['revision'] = workshop.dataset['revision'] ?? '';
}

/** Asks for the page anew and takes its changed parts: findings, undo, who is here. */
export async function refreshParts(root: ParentNode): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (response.ok) takeParts(root, new DOMParser().parseFromString(await response.text(), 'text/html'));
}
