import { formatNumber } from '#platform/i18n';
import { BulkBar, Button, Checkbox, SelectField, TextField } from '#platform/ui';
import type { Colleague } from '../delegate-task.ts';

type Props = { colleagues: Colleague[]; today: string; /** Hits in all. */ count: number; shown: number };

/** What can be done with the ticked lines at once; each line is done for itself, one that refuses stops no other. */
export function BulkActions({ colleagues, today, count, shown }: Props) {
  return (
    <BulkBar label="Ausgewählte Aufgaben">
      {count > shown && <Checkbox name="umfang" value="alle" label={`alle ${formatNumber(count)} Treffer, nicht nur die angekreuzten`} />}
      <Button name="aktion" value="uebernehmen" size="small" variant="primary">
        Übernehmen
      </Button>
      <Button name="aktion" value="zurueckgeben" size="small">
        Zurückgeben
      </Button>
 <div class="form form--inline">
      <SelectField name="person" label="An wen" labelHidden placeholder="Kollegin oder Kollege" options={colleagues.map(({ id, name }) => ({ value: id, label: name }))} />
      <Button name="aktion" value="weitergeben" size="small">
        Weitergeben
      </Button>
      <TextField name="am" label="Wiedervorlage am" labelHidden type="date" width={10} value={today} />
      <Button name="aktion" value="wiedervorlage" size="small">
        Wiedervorlage
      </Button>
      </div>
    </BulkBar>
  );
}
