// Looks every second how far a background run is; when it has ended or was halted, the page is shown anew.
const EVERY_MS = 1000;

type Stand = { seen: number; total: number; state: string; words: string };

export function enhance(root: HTMLElement): void {
  const box = root.querySelector<HTMLElement>('[data-run]');
  const bar = box?.querySelector('progress');
  const words = box?.querySelector<HTMLElement>('[data-words]');
  if (!box || !bar || !words || box.dataset['state'] !== 'running') return;
  const look = async (): Promise<void> => {
    const response = await fetch(`/office/sammellaeufe/${box.dataset['run']}/stand`).catch(() => undefined);
    if (response?.ok) {
      const stand = (await response.json()) as Stand;
      if (stand.state !== 'running') return location.reload();
      bar.max = stand.total;
      bar.value = stand.seen;
      if (words.textContent !== stand.words) words.textContent = stand.words;
    }
    setTimeout(() => void look(), EVERY_MS);
  };
  setTimeout(() => void look(), EVERY_MS);
}
