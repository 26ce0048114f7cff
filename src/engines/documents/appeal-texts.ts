/**
 * Instructions on the right to appeal (§ 37 Abs. 6 VwVfG, § 58 VwGO: remedy, authority or court, seat, time limit). Without a
 * correct one the time limit is a year instead of a month. Letter templates themselves; they read `authority.name`,
 * `authority.address` and `court.name`, `court.address` from the letter's context.
 */
export const APPEAL_TEXTS: Record<string, string> = {
  objection: `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch erheben. Der Widerspruch ist bei
{{ authority.name }}, {{ authority.address }}, einzulegen: schriftlich, elektronisch in der Form des § 3a Absatz 2 des
Verwaltungsverfahrensgesetzes oder zur Niederschrift.`,
  lawsuit: `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Klage erheben. Die Klage ist beim
{{ court.name }}, {{ court.address }}, zu erheben: schriftlich, als elektronisches Dokument in der Form des § 55a der
Verwaltungsgerichtsordnung oder zur Niederschrift bei der Geschäftsstelle des Gerichts.`,
  'tax-objection': `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Einspruch einlegen (§§ 347, 355 der
Abgabenordnung). Der Einspruch ist bei {{ authority.name }}, {{ authority.address }}, schriftlich, elektronisch oder zur
Niederschrift einzulegen. Auch wenn Sie Einspruch einlegen, müssen Sie den festgesetzten Betrag rechtzeitig zahlen.`,
  'levy-objection': `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch erheben. Der Widerspruch ist bei
{{ authority.name }}, {{ authority.address }}, einzulegen: schriftlich, elektronisch in der Form des § 3a Absatz 2 des
Verwaltungsverfahrensgesetzes oder zur Niederschrift.

Der Widerspruch hat keine aufschiebende Wirkung (§ 80 Absatz 2 Satz 1 Nummer 1 der Verwaltungsgerichtsordnung): Den
festgesetzten Betrag müssen Sie auch dann rechtzeitig zahlen, wenn Sie Widerspruch erheben.`,
};
