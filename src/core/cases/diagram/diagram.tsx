import type { Box, Edge, Layout, Shape } from './read-layout.ts';

export type DiagramProps = {
  layout: Layout;
  /** Where the case stands. */
  current: ReadonlySet<string>;
  /** Steps it has left behind. */
  done: ReadonlySet<string>;
  /** Where it got stuck. */
  failed?: ReadonlySet<string>;
  /** Said instead of the picture. */
  label: string;
};

/**
 * The process as drawn by its author, with the position of the case. Drawn by the server: no script, prints well.
 * State is told by line, sign and word, never by colour alone; the table beside it says the same in words.
 */
export function Diagram({ layout, label, ...state }: DiagramProps) {
  const { x, y, width, height } = layout.box;
  return (
    <svg class="process-diagram" role="img" aria-label={label} viewBox={`${x} ${y} ${width} ${height}`} width={width} height={height} font-family="inherit" font-size="11">
      <defs>
        <marker id="pd-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 10 5 0 10z" fill="currentColor" />
        </marker>
      </defs>
      {layout.shapes.filter((shape) => shape.kind === 'pool' || shape.kind === 'lane').map((shape) => <ShapeView key={shape.id} shape={shape} state={state} />)}
      {layout.edges.map((edge) => <EdgeView key={edge.id} edge={edge} />)}
      {layout.shapes.filter((shape) => shape.kind !== 'pool' && shape.kind !== 'lane').map((shape) => <ShapeView key={shape.id} shape={shape} state={state} />)}
    </svg>
  );
}

type StateOf = Omit<DiagramProps, 'layout' | 'label'>;

function EdgeView({ edge }: { edge: Edge }) {
  const points = edge.points.map((point) => `${point.x},${point.y}`).join(' ');
  const middle = edge.points[Math.floor((edge.points.length - 1) / 2)] ?? { x: 0, y: 0 };
  const at = edge.label ?? { x: middle.x + 6, y: middle.y - 16, width: 90, height: 14 };
  return (
    <g>
      <polyline points={points} fill="none" stroke="currentColor" stroke-opacity="0.65" stroke-width="1.2" stroke-dasharray={edge.kind === 'flow' ? undefined : '4 3'} marker-end={edge.kind === 'association' ? undefined : 'url(#pd-arrow)'} />
      {edge.name && <Words text={edge.name} box={{ ...at, width: Math.max(at.width, 40) }} place="top" />}
    </g>
  );
}

function ShapeView({ shape, state }: { shape: Shape; state: StateOf }) {
  const now = state.current.has(shape.id);
  const failed = state.failed?.has(shape.id) ?? false;
  const done = !now && !failed && state.done.has(shape.id);
  const line = { stroke: 'currentColor', 'stroke-width': now || failed ? 3.5 : 1.4, 'stroke-dasharray': failed ? '6 3' : undefined };
  const fill = { fill: 'currentColor', 'fill-opacity': now ? 0.16 : done ? 0.06 : 0 };
  return (
    <g id={now ? `stelle-${shape.id}` : undefined}>
      <Outline shape={shape} look={{ ...line, ...fill }} />
      <Inner shape={shape} />
      {(now || failed || done) && <Sign box={shape.box} kind={failed ? '!' : now ? '▶' : '✓'} />}
    </g>
  );
}

type Look = Record<string, string | number | undefined>;
function Outline({ shape: { kind, flavour, box }, look }: { shape: Shape; look: Look }) {
  const { x, y, width, height } = box;
  const [cx, cy] = [x + width / 2, y + height / 2];
  if (kind === 'gateway') return <polygon points={`${cx},${y} ${x + width},${cy} ${cx},${y + height} ${x},${cy}`} {...look} />;
  if (kind === 'event') {
    const radius = width / 2;
    const bold = flavour === 'end' ? { 'stroke-width': 3 } : {};
    const double = flavour === 'boundary' || flavour === 'between';
    return (
      <>
        <circle cx={cx} cy={cy} r={radius} {...look} {...bold} />
        {double && <circle cx={cx} cy={cy} r={radius - 3} fill="none" stroke="currentColor" />}
      </>
    );
  }
  if (kind === 'note') return <path d={`M${x + 8} ${y}H${x}V${y + height}H${x + 8}`} fill="none" stroke="currentColor" />;
  const round = kind === 'task' || kind === 'sub-process' ? 8 : 0;
  return <rect x={x} y={y} width={width} height={height} rx={round} {...look} {...(kind === 'pool' || kind === 'lane' ? { 'fill-opacity': 0, 'stroke-opacity': 0.4 } : {})} />;
}

const gatewaySigns: Record<string, string> = { exclusive: '×', parallel: '+', inclusive: '○', eventbased: '⬠', complex: '✱' };
const triggerSigns: Record<string, string> = { timer: '◷', message: '✉', error: 'ϟ', signal: '△', escalation: '↑', terminate: '●', conditional: '≡', link: '➔', compensate: '◁' };
const taskWords: Record<string, string> = { user: 'von Hand', service: 'Automatik', businessrule: 'Regel', send: 'Versand', receive: 'wartet', manual: 'von Hand', script: 'Automatik' };

function Inner({ shape }: { shape: Shape }) {
  const { kind, flavour, box, name } = shape;
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  if (kind === 'pool' || kind === 'lane') {
    return (
      <text x={box.x + 14} y={centre.y} text-anchor="middle" transform={`rotate(-90 ${box.x + 14} ${centre.y})`} fill="currentColor">
        {name}
      </text>
    );
  }
  if (kind === 'gateway' || kind === 'event' || kind === 'data') {
    const sign = kind === 'gateway' ? (gatewaySigns[flavour] ?? '') : (triggerSigns[shape.trigger ?? ''] ?? '');
    const below: Box = shape.label ?? { x: centre.x - 50, y: box.y + box.height + 2, width: 100, height: 28 };
    return (
      <>
        {sign && (
          <text x={centre.x} y={centre.y} dy="0.35em" text-anchor="middle" font-size={kind === 'gateway' ? 22 : 15} fill="currentColor">
            {sign}
          </text>
        )}
        {name && <Words text={name} box={below} place="top" />}
      </>
    );
  }
  const word = kind === 'task' ? taskWords[flavour] : undefined;
  return (
    <>
      {word && (
        <text x={box.x + box.width / 2} y={box.y + 12} text-anchor="middle" font-size="8.5" fill="currentColor" fill-opacity="0.8">
          {word}
        </text>
      )}
      <Words text={name} box={kind === 'sub-process' ? { ...box, height: 24 } : box} place="middle" />
    </>
  );
}

/** Words in a box, broken into lines by an average width of letters: SVG breaks none itself. */
function Words({ text, box, place }: { text: string; box: Box; place: 'top' | 'middle' }) {
  const lines = breakLines(text, Math.max(4, Math.floor((box.width - 6) / 5.6)), 4);
  const start = place === 'middle' ? box.y + box.height / 2 - (lines.length - 1) * 6.5 + 4 : box.y + 10;
  return (
    <text x={box.x + box.width / 2} text-anchor="middle" fill="currentColor">
      {lines.map((line, position) => (
        <tspan key={position} x={box.x + box.width / 2} y={start + position * 13}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function Sign({ box, kind }: { box: Box; kind: string }) {
  return (
    <g>
      <circle cx={box.x + box.width - 2} cy={box.y + 2} r="9" fill="Canvas" stroke="currentColor" stroke-width="1.4" />
      <text x={box.x + box.width - 2} y={box.y + 2} dy="0.36em" text-anchor="middle" font-size="11" fill="currentColor">
        {kind}
      </text>
    </g>
  );
}

/** Breaks a text into at most `most` lines of about `width` letters; long German words are cut with a hyphen. */
export function breakLines(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean).flatMap((whole) => chop(whole, width))) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, Math.max(1, width - 1))}…`];
}

function chop(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  const parts: string[] = [];
  for (let rest = word; rest; ) {
    const part = rest.length > width ? `${rest.slice(0, width - 1)}-` : rest;
    parts.push(part);
    rest = rest.slice(rest.length > width ? width - 1 : rest.length);
  }
  return parts;
}
