import type { Annotation } from '../annotations/annotate.ts';
import type { Redaction } from '../inspection/redact.ts';

export type ShownPage = { documentId: string; /** Where the picture is, when it is no page of a document. */ href?: string; version: number; number: number; count: number; width: number; height: number };
type Props = { page: ShownPage; title: string; annotations?: Annotation[]; areas?: Redaction[] };

const WIDE = 1000;

/** A page as a picture, with what lies above it. The picture is the original; the overlay is drawn by the page and can be hidden by leaving it out. */
export function PageView({ page, title, annotations = [], areas = [] }: Props) {
  const tall = Math.round((WIDE * page.height) / page.width);
  const label = `${title}, Seite ${page.number} von ${page.count}`;
  return (
    <svg class="page-view" viewBox={`0 0 ${WIDE} ${tall}`} role="img" aria-label={label} data-page={page.number}>
      <image href={page.href ?? `/office/dokumente/${page.documentId}/seiten/${page.number}?fassung=${page.version}`} width={WIDE} height={tall} />
      {annotations.map((one, at) => (
        <Mark key={one.id} one={one} number={at + 1} tall={tall} />
      ))}
      {areas.map((area) => (
        <rect key={`${area.x}-${area.y}-${area.width}`} class="page-view__cover" x={area.x * WIDE} y={area.y * tall} width={area.width * WIDE} height={area.height * tall} />
      ))}
    </svg>
  );
}

function Mark({ one, number, tall }: { one: Annotation; number: number; tall: number }) {
  const [x, y, width, height] = [one.x * WIDE, one.y * tall, one.width * WIDE, one.height * tall];
  if (one.kind === 'mark') return <rect class="page-view__mark" x={x} y={y} width={width} height={height} />;
  if (one.kind === 'note')
    return (
      <g class="page-view__note">
        <circle cx={x + 16} cy={y + 16} r={16} />
        <text x={x + 16} y={y + 22} text-anchor="middle">
          {number}
        </text>
      </g>
    );
  const lines = one.text.split('\n').slice(0, 3);
  return (
    <g class="page-view__stamp">
      <rect x={x} y={y} width={Math.max(width, 300)} height={28 + lines.length * 26} rx={6} />
      {lines.map((line, at) => (
        <text key={line} x={x + 14} y={y + 32 + at * 26}>
          {line.slice(0, 30)}
        </text>
      ))}
    </g>
  );
}
