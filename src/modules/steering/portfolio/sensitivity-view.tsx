import type { VNode } from 'preact';
import { Alert, Details } from '#platform/ui';
import type { Criterion } from './scoring-model.ts';
import type { Sensitivity, Shift } from './sensitivity.ts';

const SHOWN = 40;

/** Would the order change at ± 5 points? The answer first, then every overtaking with the shift that brings it about. */
export function SensitivityText({ found, titles, criteria }: { found: Sensitivity; titles: Map<string, string>; criteria: Criterion[] }): VNode {
  const nameOf = (key: string): string => criteria.find((one) => one.key === key)?.name ?? key;
  const words = ({ from, to, points }: Shift): string => `ab ${points} ${points === 1 ? 'Punkt' : 'Punkten'} von „${nameOf(from)}“ zu „${nameOf(to)}“`;
  const crossing = found.crossings.map(({ id, shift, nowAbove }) => `${titles.get(id) ?? ''} käme ${nowAbove ? 'über' : 'unter'} die Linie ${words(shift)}`);
  if (found.smallest === null) return <Alert kind="success" title="Die Reihenfolge hält">Kein Kriterium lässt sich um bis zu 5 Punkte zugunsten eines anderen verschieben, sodass ein Vorhaben ein anderes überholt.</Alert>;
  return (
    <Alert kind="info" title={`Die Reihenfolge würde sich ändern, zuerst bei einer Verschiebung um ${found.smallest} ${found.smallest === 1 ? 'Punkt' : 'Punkte'}`}>
      {crossing.length > 0 ? <><p>An der Linie:</p><ul>{crossing.map((line) => <li key={line}>{line}.</li>)}</ul></> : null}
      <Details summary={`${found.swaps.length} ${found.swaps.length === 1 ? 'Überholung' : 'Überholungen'} bei ± 5 Punkten`}>
        <ul>{found.swaps.slice(0, SHOWN).map(({ before, after, shift }) => <li key={`${before}/${after}`}>{titles.get(after)} überholt {titles.get(before)} {words(shift)}.</li>)}</ul>
        {found.swaps.length > SHOWN && <p>und {found.swaps.length - SHOWN} weitere.</p>}
      </Details>
    </Alert>
  );
}
