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
  // Länder that have left the objection to the citizen's choice in some fields of law, such as Bavaria (Art. 12 AGVwGO)
  'objection-or-lawsuit': `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe entweder Widerspruch erheben oder unmittelbar Klage
erheben.

**Widerspruch:** Er ist bei {{ authority.name }}, {{ authority.address }}, einzulegen: schriftlich, elektronisch in der Form des § 3a Absatz 2 des
Verwaltungsverfahrensgesetzes oder zur Niederschrift.

**Unmittelbar Klage:** Sie ist beim
{{ court.name }}, {{ court.address }}, zu erheben: schriftlich, als elektronisches Dokument in der Form des § 55a der
Verwaltungsgerichtsordnung oder zur Niederschrift bei der Geschäftsstelle des Gerichts.`,
  'levy-objection-or-lawsuit': `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe entweder Widerspruch erheben oder unmittelbar Klage
erheben.

**Widerspruch:** Er ist bei {{ authority.name }}, {{ authority.address }}, einzulegen: schriftlich, elektronisch in der Form des § 3a Absatz 2 des
Verwaltungsverfahrensgesetzes oder zur Niederschrift.

**Unmittelbar Klage:** Sie ist beim
{{ court.name }}, {{ court.address }}, zu erheben: schriftlich, als elektronisches Dokument in der Form des § 55a der
Verwaltungsgerichtsordnung oder zur Niederschrift bei der Geschäftsstelle des Gerichts.

Widerspruch und Klage haben keine aufschiebende Wirkung (§ 80 Absatz 2 Satz 1 Nummer 1 der Verwaltungsgerichtsordnung): Den
festgesetzten Betrag müssen Sie auch dann rechtzeitig zahlen.`,
  'social-objection': `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch erheben (§§ 83, 84 des
Sozialgerichtsgesetzes). Der Widerspruch ist bei {{ authority.name }}, {{ authority.address }}, einzulegen: schriftlich,
elektronisch in der Form des § 36a Absatz 2 des Ersten Buches Sozialgesetzbuch oder zur Niederschrift. Er kostet nichts.`,
  'registry-court': `## Rechtsbehelfsbelehrung

Gegen diese Entscheidung des Standesamts können Sie gerichtliche Entscheidung beantragen (§ 49 Absatz 1 des
Personenstandsgesetzes). Zuständig ist das Amtsgericht am Ort des Landgerichts, in dessen Bezirk das Standesamt liegt (§ 50
des Personenstandsgesetzes). Der Antrag ist dort schriftlich oder zur Niederschrift der Geschäftsstelle zu stellen; eine
Frist gibt es nicht.`,
  'ballot-objection': `## Rechtsbehelfsbelehrung

Gegen die Versagung des Wahlscheins können Sie Einspruch einlegen (§ 31 der Bundeswahlordnung). Der Einspruch ist bei
{{ authority.name }}, {{ authority.address }}, schriftlich oder zur Niederschrift einzulegen. Bitte tun Sie es sofort: Nach
der Wahl kann Ihnen niemand mehr helfen.`,
};
