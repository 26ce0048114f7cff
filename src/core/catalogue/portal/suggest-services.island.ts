/** Fills the browser's own list below the search field while somebody types; without it the search works as ever. */
export function enhance(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>('input[name="q"]');
  if (!input) return;
  const list = document.createElement('datalist');
  list.id = `${input.id}-vorschlaege`;
  input.after(list);
  input.setAttribute('list', list.id);
  input.autocomplete = 'off';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;
  const suggest = async (): Promise<void> => {
    running?.abort();
    running = new AbortController();
    const typed = input.value.trim();
    if (typed.length < 2) return list.replaceChildren();
    try {
      const response = await fetch(`/api/leistungen/vorschlaege?${new URLSearchParams({ q: typed })}`, { signal: running.signal });
      if (!response.ok) return;
      const { names } = (await response.json()) as { names: string[] };
      list.replaceChildren(...names.map((name) => Object.assign(document.createElement('option'), { value: name })));
    } catch {
      // typed on, or offline: the form still searches
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void suggest(), 150);
  });
}
