import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import { BarChart, Breadcrumb, Button, Deadline, DescriptionList, Island, IslandScript, IslandsProvider, LineChart, Link, LocaleProvider, Pagination, ProcessStrip, StepProgress, Table, Tabs, Time } from './index.ts';
import type { AssetManifest } from './index.ts';
import { scaleTo } from './charts/scale.ts';

const plain = (html: string) => html.replaceAll('\u00a0', ' ');

test('a deadline is told in colour and word', () => {
  const on = (day: string, paused = false) => render(<Deadline on={day} today="2026-11-22" paused={paused} />);
  assert.match(on('2026-11-21'), /kern-badge--danger.*überfällig, 21\.11\.2026/);
  assert.match(on('2026-11-22'), /kern-badge--warning.*heute, 22\.11\.2026/);
  assert.match(on('2026-11-25'), /in 3 Tagen/);
  assert.doesNotMatch(on('2026-11-26'), /badge/);
  assert.match(on('2026-11-01', true), /kern-badge--info.*ruht/);
});

test('a table head sorts by link, and the other way round at the second time', () => {
  const html = render(
    <Table
      caption="Vorgänge"
      columns={[
        { key: 'number', head: 'Nummer', sortable: true, rowHead: true, cell: (row: { number: string }) => row.number },
        { key: 'fee', head: 'Gebühr', numeric: true, sortable: true, cell: () => '1' },
      ]}
      rows={[{ number: '7' }]}
      rowKey={(row) => row.number}
      sort={{ by: 'number', direction: 'ascending', href: (by, direction) => `?s=${by}&r=${direction}` }}
    />,
  );
  assert.match(html, /aria-sort="ascending"><a class="table__sort" href="\?s=number&amp;r=descending"/);
  assert.match(html, /href="\?s=fee&amp;r=ascending"/);
  assert.match(html, /<th class="[^"]*" scope="row">7</);
});

test('an empty table says so', () => {
  const columns = [{ key: 'a', head: 'A', cell: () => '' }];
  assert.match(render(<Table caption="Leer" columns={columns} rows={[]} rowKey={() => ''} />), /colspan="1"[^>]*>Keine Einträge\./);
  assert.match(render(<Table caption="Leer" columns={columns} rows={[]} rowKey={() => ''} empty="Nichts wartet auf Sie." />), /Nichts wartet/);
});

test('a process strip names each state for those who see no colour', () => {
  const html = render(<ProcessStrip label="Stand" steps={[{ title: 'Eingang', state: 'done' }, { title: 'Prüfung', state: 'now' }, { title: 'Bescheid', state: 'then' }]} />);
  assert.match(html, /Eingang<span class="kern-sr-only"> \(erledigt\)/);
  assert.match(html, /aria-current="step"/);
  assert.match(html, /Bescheid<span class="kern-sr-only"> \(danach\)/);
});

test('words follow the language of the page', () => {
  const html = render(
    <LocaleProvider locale="en">
      <StepProgress current={3} total={6} title="Your dog" />
      <Pagination next="?c=x" shown={25} total={1312} noun="cases" />
      <Time at="2026-11-22" />
    </LocaleProvider>,
  );
  assert.match(html, /Step 3 of 6 – Your dog/);
  assert.match(html, /25 of 1,312 cases/);
  assert.match(html, /22 Nov 2026/);
});

test('links and buttons are what they are', () => {
  assert.match(render(<Button>Weiter</Button>), /^<button[^>]*type="submit"/);
  assert.match(render(<Button href="/a">Weiter</Button>), /^<a href="\/a"/);
  assert.match(render(<Button iconOnly icon="close">Schließen</Button>), /aria-hidden="true".*kern-sr-only">Schließen/);
  assert.match(render(<Link href="/en" hreflang="en">English</Link>), /lang="en"/);
});

test('the last crumb is the page itself', () => {
  const html = render(<Breadcrumb items={[{ label: 'Start', href: '/' }, { label: 'Hund', href: '/hund' }]} />);
  assert.match(html, /<span aria-current="page">Hund</);
  assert.match(render(<Tabs label="Ansichten" items={[{ label: 'Akte', href: '#a', current: true, count: 0 }]} />), /aria-current="page">Akte<span class="count">0/);
});

test('facts that are missing leave no gap', () => {
  assert.equal(render(<DescriptionList items={[{ term: 'A', value: 1 }, false, null]} />).match(/<dt/g)?.length, 1);
});

test('an axis ends at a round number and begins at zero', () => {
  assert.deepEqual(scaleTo(37), { top: 40, marks: [0, 10, 20, 30, 40] });
  assert.deepEqual(scaleTo(460).top, 600);
  assert.deepEqual(scaleTo(0), { top: 1, marks: [0, 1] });
});

test('charts carry their figures as a table too', () => {
  const bars = plain(render(<BarChart id="b" title="Wohngeld dauert am längsten" description="Tage" bars={[{ label: 'Wohngeld', value: 40 }, { label: 'Hund', value: 10 }]} format={(v) => `${v} Tage`} />));
  assert.match(bars, /width="25\.00%"/);
  assert.match(bars, /<th[^>]*scope="row"[^>]*>Hund<\/th><td[^>]*>10 Tage/);
  assert.match(bars, /role="img" aria-labelledby="b-title b-desc"/);
  const lines = render(<LineChart id="l" title="Mehr online" description="Anträge" labels={['Mai', 'Jun', 'Jul']} series={[{ name: 'online', values: [1, null, 3] }, { name: 'Papier', values: [3, 2, 1] }]} />);
  assert.equal(lines.match(/<polyline/g)?.length, 1, 'a single point between gaps draws no line');
  assert.match(lines, /<td[^>]*>–</);
});

test('an island works without its script and tells the page to load it', () => {
  const assets = { islandLoader: '/assets/l.js', islands: { counter: { js: '/assets/counter.js' } } } as unknown as AssetManifest;
  const Counter = ({ start }: { start: number }) => <button type="button">{start}</button>;
  const page = (island: boolean) =>
    render(
      <IslandsProvider islands={{ assets, used: new Set() }}>
        <main>{island && <Island name="counter" component={Counter} props={{ start: 3 }} />}</main>
        <IslandScript />
      </IslandsProvider>,
    );
  assert.match(page(true), /<x-island name="counter" props="{&quot;start&quot;:3}" src="\/assets\/counter\.js"><button type="button">3<\/button><\/x-island>.*<script type="module" src="\/assets\/l\.js">/);
  assert.doesNotMatch(page(false), /script/);
});
