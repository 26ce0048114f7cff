// The browser's side of the islands: one custom element that fetches the code of an island when it is due.
// A component is hydrated by Preact, which is fetched only then; `enhance` gets the finished HTML as it is.

type IslandModule = { enhance?: (root: HTMLElement) => void };

class IslandElement extends HTMLElement {
  connectedCallback(): void {
    const start = this.getAttribute('start') ?? 'visible';
    if (start === 'load') void this.wake();
    else if (start === 'idle') whenIdle(() => void this.wake());
    else this.watch();
  }

  watch(): void {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        void this.wake();
      },
      { rootMargin: '200px' },
    );
    // The element itself has no box (display: contents), so its content is watched.
    observer.observe(this.firstElementChild ?? this);
  }

  async wake(): Promise<void> {
    const source = this.getAttribute('src');
    if (!source || this.dataset['ready'] !== undefined) return;
    this.dataset['ready'] = '';
    const styles = this.getAttribute('styles');
    if (styles) await loadStyles(styles);
    const module = (await import(source)) as IslandModule & Record<string, unknown>;
    if (module.enhance) module.enhance(this);
    else await this.hydrate(module);
  }

  async hydrate(module: Record<string, unknown>): Promise<void> {
    const { h, hydrate } = await import('./hydrate.ts');
    const component = Object.values(module).find((value) => typeof value === 'function');
    if (typeof component !== 'function') throw new Error(`Island ${this.getAttribute('name')} exports no component`);
    hydrate(h(component as () => null, JSON.parse(this.getAttribute('props') ?? '{}')), this);
  }
}

function whenIdle(run: () => void): void {
  // Safari has no requestIdleCallback yet.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run);
  else setTimeout(run, 200);
}

function loadStyles(href: string): Promise<void> {
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
    document.head.append(link);
  });
}

customElements.define('x-island', IslandElement);
