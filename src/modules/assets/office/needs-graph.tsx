import type { VNode } from 'preact';
import { Badge, Details, Link, Table } from '#platform/ui';
import { effectWords } from '../services/it-service.ts';
import type { Hit } from '../services/impact.ts';

/** Something in the picture: an IT service or a citizen service. */
export type Stop = Hit & { label: string; href: string; kind: 'it' | 'citizen' };
export type NeedsGraphProps = { id: string; title: string; description: string; centre: { id: string; label: string }; stops: Stop[]; caption: string; level?: 2 | 3 };

/** So many boxes stand in a column; the table names all. */
const MOST = 12;
const [BOX, GAP, WIDTH, STEP] = [44, 10, 205, 262];

type Placed = { id: string; label: string; href?: string; look: string; x: number; y: number; via?: string; effect?: Hit['effect'] };

function place({ centre, stops }: Pick<NeedsGraphProps, 'centre' | 'stops'>): { boxes: Placed[]; more: { x: number; y: number; count: number }[]; width: number; height: number } {
  // deeper ways join the third column: the picture stays readable, the table has the rest
  const columns = [1, 2, 3].map((depth) => stops.filter((stop) => (depth === 3 ? stop.depth >= 3 : stop.depth === depth))).filter((column) => column.length > 0);
  const tallest = Math.max(1, ...columns.map((column) => Math.min(column.length, MOST) + (column.length > MOST ? 1 : 0)));
  const height = tallest * (BOX + GAP);
  const rowsOf = (count: number): number => (height - count * (BOX + GAP)) / 2 + GAP / 2;
  const boxes: Placed[] = [{ id: centre.id, label: centre.label, look: 'centre', x: 1, y: height / 2 - BOX / 2 }];
  const more: { x: number; y: number; count: number }[] = [];
  columns.forEach((column, at) => {
    const shown = column.slice(0, MOST);
    const top = rowsOf(shown.length + (column.length > MOST ? 1 : 0));
    const x = 1 + (at + 1) * STEP;
    shown.forEach(({ id, label, href, kind, effect, via }, row) => boxes.push({ id, label, href, via, effect, look: kind, x, y: top + row * (BOX + GAP) }));
    if (column.length > MOST) more.push({ x, y: top + MOST * (BOX + GAP), count: column.length - MOST });
  });
  return { boxes, more, width: columns.length * STEP + WIDTH + 2, height };
}

/** The next one on the way back that stands further left: deep ways share the last column. */
function parentOf(box: Placed, at: Map<string, Placed>): Placed | undefined {
  let from = at.get(box.via ?? '');
  for (let steps = 0; from && from.x >= box.x && steps < at.size; steps++) from = at.get(from.via ?? '');
  return from && from.x < box.x ? from : undefined;
}

/** Two lines of at most 27 signs; what is longer is cut, the title says it whole. */
function linesOf(label: string): string[] {
  const lines = [''];
  for (const word of label.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= 27) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  const shown = lines.slice(0, 2).map((line) => (line.length > 27 ? `${line.slice(0, 26)}…` : line));
  if (lines.length > 2) shown[1] = `${(shown[1] ?? '').slice(0, 25)} …`;
  return shown;
}

function Box({ box }: { box: Placed }): VNode {
  const lines = linesOf(box.label);
  const drawn = (
    <>
      <title>{box.label}</title>
      <rect class={`needs__box needs__box--${box.look}`} x={box.x} y={box.y} width={WIDTH} height={BOX} rx="4" />
      {lines.map((line, at) => <text key={line} class="chart__mark needs__text" x={box.x + 10} y={box.y + (lines.length === 1 ? 27 : 19 + at * 17)}>{line}</text>)}
    </>
  );
  return box.href ? <a href={box.href}>{drawn}</a> : <g>{drawn}</g>;
}

/** What hangs on what, as a picture from left to right and as a table that says the same. */
export function NeedsGraph({ id, title, description, centre, stops, caption, level = 2 }: NeedsGraphProps): VNode {
  const { boxes, more, width, height } = place({ centre, stops });
  const at = new Map(boxes.map((box) => [box.id, box]));
  const Title = `h${level}` as const;
  return (
    <figure class="chart">
      <figcaption class="chart__caption">
        <Title class="kern-heading-small chart__title" id={`${id}-title`}>{title}</Title>
        <p class="chart__description">{description}</p>
      </figcaption>
      <div class="needs" tabindex={0} role="group" aria-labelledby={`${id}-title`}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-labelledby={`${id}-title`}>
          {boxes.slice(1).map((box) => {
            // whose neighbour stands only in the table has no line: one from elsewhere would say something wrong
            const from = parentOf(box, at);
            if (!from) return null;
            const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + BOX / 2, box.x, box.y + BOX / 2];
            return <path key={box.id} class={`needs__way needs__way--${box.effect ?? 'stops'}`} d={`M${x1} ${y1}C${x1 + 35} ${y1} ${x2 - 35} ${y2} ${x2} ${y2}`} />;
          })}
          {boxes.map((box) => <Box key={box.id} box={box} />)}
          {more.map(({ x, y, count }) => <text key={x} class="chart__mark" x={x + 10} y={y + 27}>{`und ${count} weitere in der Tabelle`}</text>)}
        </svg>
      </div>
      <p class="chart__description">Durchgezogen: steht still. Gestrichelt: nur eingeschränkt.</p>
      <Details summary="Als Tabelle" open={stops.length <= 6}>
        <StopTable stops={stops} caption={caption} names={new Map([[centre.id, centre.label], ...stops.map((stop) => [stop.id, stop.label] as const)])} />
      </Details>
    </figure>
  );
}

function StopTable({ stops, caption, names }: { stops: Stop[]; caption: string; names: Map<string, string> }): VNode {
  return (
    <Table
      compact
      stack
      caption={caption}
      captionHidden
      rows={stops}
      rowKey={(stop) => stop.id}
      columns={[
        { key: 'name', head: 'Name', rowHead: true, cell: ({ href, label }) => <Link href={href}>{label}</Link> },
        { key: 'kind', head: 'Was', cell: ({ kind }) => (kind === 'it' ? 'IT-Dienst' : 'Leistung für Bürgerinnen und Bürger') },
        { key: 'effect', head: 'Wirkung', cell: ({ effect }) => <Badge state={effectWords[effect].look}>{effectWords[effect].words}</Badge> },
        { key: 'via', head: 'Über', cell: ({ via }) => names.get(via) ?? '–' },
        { key: 'depth', head: 'Schritte', numeric: true, cell: ({ depth }) => depth },
      ]}
    />
  );
}
