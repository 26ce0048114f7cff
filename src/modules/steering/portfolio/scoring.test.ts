import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakTie, cardMistakes, drawLine, rank, scoreOf, summarise, weightsOf, type Card, type Ranked, type Weights } from './score-math.ts';
import { DEFAULT_MODEL, mistakesOf, scoringModel } from './scoring-model.ts';
import { sensitivityOf, tippingPoint } from './sensitivity.ts';
import { suggestEfficiency, suggestLegal } from './suggest.ts';

/** Deterministic chance, so that a failure can be repeated. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
const keys = ['legal', 'efficiency', 'longevity', 'citizens', 'feasibility'];
const project = (id: string, means: number[], rest: Partial<Ranked> = {}): Ranked => ({ id, means: Object.fromEntries(keys.map((key, i) => [key, means[i] ?? 0])), costCents: 100, days: 1, ties: { legalDate: null, benefitCentsPerYear: 0, dependents: 0 }, ...rest });
const weights = weightsOf(DEFAULT_MODEL.criteria);
const rules = DEFAULT_MODEL.tieBreaks;

test('the model of a new city is in order; weights that are not 100, unordered or unended scales and a payback the wrong way round are told', () => {
  assert.deepEqual(mistakesOf(scoringModel.parse(DEFAULT_MODEL)), []);
  const [first, ...others] = DEFAULT_MODEL.criteria;
  assert.ok(first);
  assert.deepEqual(mistakesOf({ ...DEFAULT_MODEL, criteria: [{ ...first, weight: 35 }, ...others] }), ['Die Gewichte ergeben zusammen 105 statt 100.']);
  assert.match(mistakesOf({ ...DEFAULT_MODEL, criteria: [{ ...first, anchors: first.anchors.toReversed() }, ...others] }).join(), /müssen die Stufen aufsteigen/);
  assert.match(mistakesOf({ ...DEFAULT_MODEL, criteria: [{ ...first, anchors: first.anchors.slice(1) }, ...others] }).join(), /fehlt die Beschreibung für 0/);
  assert.match(mistakesOf({ ...DEFAULT_MODEL, payback: { best: 7, worst: 7 } }).join(), /Rückzahlung/);
});

test('equal scores are ordered by the rules in their order, and never by chance', () => {
  const early = project('b', [500], { ties: { legalDate: '2027-01-01', benefitCentsPerYear: 0, dependents: 0 } });
  const useful = project('c', [500], { ties: { legalDate: null, benefitCentsPerYear: 300, dependents: 0 } });
  const wanted = project('d', [500], { ties: { legalDate: null, benefitCentsPerYear: 0, dependents: 4 } });
  const plain = project('a', [500]);
  assert.deepEqual(rank([plain, wanted, useful, early], weights, rules).map(({ id }) => id), ['b', 'c', 'd', 'a']);
  assert.deepEqual(rank([early, useful, wanted, plain], weights, ['dependents']).map(({ id }) => id), ['d', 'a', 'b', 'c']);
  assert.ok(breakTie(plain, project('a2', [500]), []) < 0);
});

test('below the line stands everything from the first project that no longer fits', () => {
  const lined = drawLine([project('a', [], { costCents: 60 }), project('b', [], { costCents: 50 }), project('c', [], { costCents: 10 })], { cents: 100, days: 2 });
  assert.deepEqual(lined.map(({ above, lacks }) => [above, lacks]), [[true, null], [false, 'money'], [false, 'both']]);
});

test('mean, spread and confidence of the cards; an incomplete or impossible card says what is wrong', () => {
  const cards: Card[] = [{ accountId: 'x', points: { legal: 10, efficiency: 3 }, confidence: 'high' }, { accountId: 'y', points: { legal: 3 }, confidence: 'low' }, { accountId: 'z', points: { legal: 7 }, confidence: 'medium' }];
  assert.deepEqual(summarise(cards, keys), { means: { legal: 667, efficiency: 300 }, spreads: { legal: 700, efficiency: 0 }, confidence: 50 });
  assert.deepEqual(summarise([], keys), { means: {}, spreads: {}, confidence: 0 });
  assert.deepEqual(cardMistakes({ legal: 11, efficiency: 3, longevity: 1.5, citizens: 0 }, DEFAULT_MODEL.criteria), ['Bei „Rechtliche Verpflichtung“ sind 0 bis 10 ganze Punkte möglich.', 'Bei „Nachhaltigkeit der Lösung“ sind 0 bis 10 ganze Punkte möglich.', 'Zu „Umsetzbarkeit“ fehlen die Punkte.']);
});

test('what the figures suggest: full points within a year, none after seven; the law by its date', () => {
  const benefit = { casesPerYear: 1200, measured: true, minutesSavedPerCase: 30, moneyCentsPerYear: 0, realisationPercent: 50, costCents: 1_560_000 };
  const full = suggestEfficiency(benefit, DEFAULT_MODEL);
  assert.equal(full?.points, 10);
  assert.match(full?.formula ?? '', /1\.200 Fälle im Jahr \(gemessen\) × 30 Minuten ÷ 60 × 50 % = 300 Stunden/);
  assert.equal(suggestEfficiency({ ...benefit, costCents: 1_560_000 * 4 }, DEFAULT_MODEL)?.points, 5);
  assert.equal(suggestEfficiency({ ...benefit, costCents: 1_560_000 * 9 }, DEFAULT_MODEL)?.points, 0);
  assert.equal(suggestEfficiency({ ...benefit, casesPerYear: 0 }, DEFAULT_MODEL)?.points, 0);
  assert.equal(suggestEfficiency(null, DEFAULT_MODEL), null);
  const law = (dueOn: string | null) => suggestLegal({ kind: 'law', basis: 'OZG § 1a', dueOn }, '2026-11-22')?.points;
  assert.deepEqual([law('2027-11-01'), law('2028-11-01'), law('2029-01-01'), law(null), suggestLegal({ kind: 'operation', basis: '', dueOn: null }, '2026-11-22')], [10, 8, 6, 6, null]);
});

/** The order by trying: every tenth of a point of every shift between two criteria. */
function tried(projects: Ranked[], given: Weights): { swaps: Set<string>; first: number | null } {
  const order = rank(projects, given, rules).map(({ id }) => id);
  const swaps = new Set<string>();
  let first: number | null = null;
  for (const from of keys) {
    for (const to of keys.filter((key) => key !== from)) {
      for (let tenths = 1; tenths <= Math.min(50, (given[from] ?? 0) * 10); tenths++) {
        const other = rank(projects, { ...given, [from]: (given[from] ?? 0) - tenths / 10, [to]: (given[to] ?? 0) + tenths / 10 }, rules).map(({ id }) => id);
        const overtaken = order.flatMap((a, i) => order.slice(i + 1).filter((b) => other.indexOf(b) < other.indexOf(a)).map((b) => `${a}/${b}`));
        if (overtaken.length > 0) first = Math.min(first ?? 99, tenths / 10);
        for (const pair of overtaken) swaps.add(pair);
      }
    }
  }
  return { swaps, first };
}

test('sensitivity is exact: on random portfolios it finds the overtakings that trying every tenth of a point finds, and no others', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const below = chance(seed * 7919);
    const projects = Array.from({ length: 6 }, (_, i) => project(`p${i}`, keys.map(() => below(11) * 100)));
    const cuts = [0, ...Array.from({ length: 4 }, () => below(101)).sort((a, b) => a - b), 100];
    const given = Object.fromEntries(keys.map((key, i) => [key, (cuts[i + 1] ?? 0) - (cuts[i] ?? 0)]));
    const found = sensitivityOf(projects, { weights: given, rules });
    const reference = tried(projects, given);
    assert.deepEqual(found.swaps.map(({ before, after }) => `${before}/${after}`).sort(), [...reference.swaps].sort(), `seed ${seed}`);
    assert.equal(found.smallest, reference.first === null ? null : Math.ceil(reference.first), `seed ${seed}`);
    for (const { before, after, shift } of found.swaps) {
      const [ahead, behind] = [projects.find(({ id }) => id === before), projects.find(({ id }) => id === after)];
      assert.ok(ahead && behind);
      const at = tippingPoint({ ahead, behind }, { weights: given, rules, ...shift, points: 5 });
      assert.ok(at !== null && at <= shift.points && at > shift.points - 1 - 1e-9, `seed ${seed}: ${at} and ${shift.points}`);
      const lead = (points: number): number => scoreOf(ahead.means, { ...given, [shift.from]: (given[shift.from] ?? 0) - points, [shift.to]: (given[shift.to] ?? 0) + points }) - scoreOf(behind.means, { ...given, [shift.from]: (given[shift.from] ?? 0) - points, [shift.to]: (given[shift.to] ?? 0) + points });
      assert.ok(Math.abs(lead(at)) < 1e-6);
    }
  }
});

test('a robust order says so; who would change the side of the line is named with the shift', () => {
  const robust = sensitivityOf([project('a', [1000, 1000, 1000, 1000, 1000]), project('b', [0])], { weights, rules });
  assert.deepEqual(robust, { swaps: [], crossings: [], smallest: null });
  const close = [project('a', [500, 500]), project('b', [400, 610])];
  const found = sensitivityOf(close, { weights, rules, above: () => 1 });
  assert.deepEqual(found.crossings.map(({ id, nowAbove }) => [id, nowAbove]).sort(), [['a', true], ['b', false]].sort());
  assert.equal(found.smallest, 2, 'b leads by 300; each point from efficiency to law closes 210');
});
