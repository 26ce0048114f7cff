import { createContext } from 'preact';
import type { ComponentChildren, ComponentType } from 'preact';
import { useContext } from 'preact/hooks';
import type { AssetManifest } from '../assets.ts';

/** What one page needs to know about its islands: where their code lies, and whether it has any. */
export type PageIslands = { assets: AssetManifest; used: Set<string> };

const IslandsContext = createContext<PageIslands | null>(null);

/** Set once per page by the frame. */
export function IslandsProvider({ islands, children }: { islands: PageIslands; children: ComponentChildren }) {
  return <IslandsContext.Provider value={islands}>{children}</IslandsContext.Provider>;
}

/** The loader, if anything before it on the page was an island: must be the last thing in the body. */
export function IslandScript() {
  const islands = useContext(IslandsContext);
  return islands && islands.used.size > 0 ? <script type="module" src={islands.assets.islandLoader} /> : null;
}

/** When its code is fetched: in sight, when the browser has time, or at once. */
export type IslandStart = 'visible' | 'idle' | 'load';

function useIslandSource(name: string) {
  const islands = useContext(IslandsContext);
  const source = islands?.assets.islands[name];
  if (!islands || !source) return {};
  islands.used.add(name);
  return { src: source.js, styles: source.css };
}

export type IslandProps<P extends object> = {
  /** File name without its ending: `task-filter` for `task-filter.island.tsx`. */
  name: string;
  /** The component that file exports; drawn by the server first, so that it also works without JavaScript. */
  component: ComponentType<P>;
  /** Plain data: it travels as JSON, readable by everyone who may read the page. */
  props: P;
  start?: IslandStart;
};

/** A part of the page that comes alive in the browser (Preact hydrates it). */
export function Island<P extends object>({ name, component: Component, props, start }: IslandProps<P>) {
  const source = useIslandSource(name);
  return (
    <x-island name={name} props={JSON.stringify(props)} start={start} {...source}>
      <Component {...props} />
    </x-island>
  );
}

/** Server-drawn content that a small script makes handier: `export function enhance(root: HTMLElement)` in `name.island.ts`. */
export function Enhanced({ name, children, start }: { name: string; children: ComponentChildren; start?: IslandStart }) {
  const source = useIslandSource(name);
  return (
    <x-island name={name} start={start} {...source}>
      {children}
    </x-island>
  );
}

declare module 'preact' {
  // oxlint-disable-next-line no-namespace -- the only way to tell Preact a new element
  namespace JSX {
    interface IntrinsicElements {
      'x-island': {
        name: string;
        props?: string;
        start?: IslandStart | undefined;
        src?: string | undefined;
        styles?: string | undefined;
        children?: ComponentChildren;
      };
    }
  }
}
