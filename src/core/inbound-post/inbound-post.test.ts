import { PDFDocument } from '@cantoo/pdf-lib';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { caseProgress } from '#core/cases';
import { closePages, findText, inspectPdf, listCaseDocuments, listFileDocuments, listVersions, openFreeCaseFile, pdfWords, readMail } from '#core/records';
import { findOfficeByKey } from '#core/organisation';
import { sql } from 'kysely';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { dovecotMissing, startDovecot } from '../../../test/dovecot.ts';
import { startMailbox } from '../../../test/mailbox-server.ts';
import { lockedPdf } from '../../../test/locked-pdf.ts';
import { scannedPages } from '../../../test/scanned-page.ts';
import { eicar, startVirusScanner } from '../../../test/virus-scanner.ts';
import { hiddenFields } from '../../../test/fill-form.ts';
import { walkthroughData } from '../../../test/walkthrough.ts';
import { uploadedIn } from './office/read-entry.ts';
import { COVER_CODE, cutPdf, partsOfPile, SEPARATION_CODE } from './split-pile.ts';
import { mailboxTrouble } from './mailbox-trouble.ts';
import { getItem, listItems, listParts, referencesIn, suggestFiles } from './items.queries.ts';
import { readMailbox, readMailboxJob, takeInMail } from './read-mailbox.ts';
import { discardItem, fileApplication, fileItem, fileScanOfApplication, noteDestroyed } from './settle-item.ts';
import { takeIn } from './take-in.ts';
import { takeInFolder } from './watch-folder.ts';

let town: Town;
let norbert: Actor;
let browser: TestClient;
let file = { id: '', number: '' };
before(async () => {
  town = await openTown();
  await town.t.transact(SYSTEM, async (ctx) => {
    const { addPlanPositions, samplePlan } = await import('#core/records');
    await addPlanPositions(ctx, samplePlan);
    file = await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Beschwerde Zwinger', officeId: (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '', person: 'Werner Ackermann' });
  });
  norbert = await town.actor('norbert.fink@musterstadt.example');
  browser = await town.clerk('norbert.fink@musterstadt.example');
});
after(async () => {
  await closePages(town.t.platform);
  await town.close();
});

const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const scan = (lines: string[], code?: string): Promise<Uint8Array> => scannedPages([{ lines, ...(code ? { code } : {}) }]);
const received = async (bytes: Uint8Array, more: Partial<Parameters<typeof takeIn>[1]> = {}): Promise<string> => {
  const blob = await town.t.platform.storage.put(bytes);
  const id = await town.t.transact(norbert, (ctx) => takeIn(ctx, { source: 'upload', blob, mime: 'application/pdf', name: 'scan.pdf', scanned: { device: 'Poststelle 1', settings: '300 dpi' }, ...more }));
  await town.work();
  return id ?? '';
};

test('a scan with a cover sheet is suggested for its file; it is filed after the sight check, with a transfer note', async () => {
  const id = await received(await scan(['Der Zwinger ist wieder laut.'], `${COVER_CODE}${file.number}`));
  const [item, suggestions] = await town.t.read(norbert, async (ctx) => {
    const found = await getItem(ctx, id);
    return [found, await suggestFiles(ctx, found)] as const;
  });
  assert.equal(item.code, file.number);
  assert.deepEqual([suggestions[0]?.file.number, suggestions[0]?.why], [file.number, 'Deckblatt']);
  const page = await browser.get(`/office/posteingang/${id}`);
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.match((await browser.post(`/office/posteingang/${id}/ablegen`, { vorschlag: file.number })).text, /bestätigen Sie die Sichtprüfung/);
  await browser.post(`/office/posteingang/${id}/ablegen`, { vorschlag: file.number, sicht: 'ja', stichprobe: 'ohne Abweichung' });
  const documents = await town.t.read(SYSTEM, (ctx) => listFileDocuments(ctx, file.id));
  const note = documents.find((one) => one.title.startsWith('Transfervermerk'));
  const text = Buffer.from(await town.t.platform.storage.bytes(note?.hash ?? '')).toString();
  for (const said of ['Poststelle 1', '300 dpi', 'Norbert Fink', 'ohne Abweichung', item.hash]) assert.ok(text.includes(said), said);
  await assert.rejects(town.t.transact(norbert, (ctx) => fileItem(ctx, { id, number: file.number, check: { seen: true } })), refused('inbound-post/done'));
  await town.t.transact(norbert, (ctx) => noteDestroyed(ctx, id));
  assert.equal((await town.t.read(SYSTEM, (ctx) => listVersions(ctx, note?.id ?? ''))).length, 2);
  await assert.rejects(town.t.transact(norbert, (ctx) => noteDestroyed(ctx, id)), refused('inbound-post/not-scanned'));
});

test('a pile is cut at cover and separation sheets; each part waits with the file its sheet names, the pile stays', async () => {
  const cover = `${COVER_CODE}${file.number}`;
  assert.deepEqual(partsOfPile([[cover], [], []]), []);
  assert.deepEqual(partsOfPile([[], [cover], [SEPARATION_CODE], []]), [{ first: 1, last: 1, code: null }, { first: 4, last: 4, code: null }]);
  assert.deepEqual(uploadedIn({ a: 'x', dogs: [{ name: 'Bello' }, { papers: [{ id: 'h', name: 'n', type: 't', size: 1 }, { id: 'scan', name: 's', type: 't', size: 1 }] }] } as never, 'scan'), { dogs: [{}, { papers: [{ id: 'h', name: 'n', type: 't', size: 1 }] }] });
  await assert.rejects(cutPdf(Buffer.from('%PDF-1.7 kaputt'), [{ first: 1, last: 1, code: null }], new Date(0)));
  const pages = await PDFDocument.load(await scannedPages([{ lines: ['Deckblatt'], code: cover }, { lines: ['Trennblatt'], code: SEPARATION_CODE }]));
  for (const [at, text] of [[1, 'Brief eins'], [3, 'Brief zwei'], [4, 'Seite zwei']] as const) pages.insertPage(at).drawText(`${text} mit so viel Text, dass er nicht erkannt werden muss.`);
  const id = await received(await pages.save());
  const { parts, pile } = await town.t.read(norbert, async (ctx) => ({ parts: await listParts(ctx, id), pile: await getItem(ctx, id) }));
  assert.deepEqual(parts.map((part) => [part.part_pages, part.code, part.state, part.device, part.name]), [['2', file.number, 'new', 'Poststelle 1', 'scan-teil-1.pdf'], ['4–5', null, 'new', 'Poststelle 1', 'scan-teil-2.pdf']]);
  assert.equal(pile.state, 'split');
  const page = await browser.get(`/office/posteingang/${id}`);
  assert.match(page.text, /in 2 Teile getrennt[\s\S]*Seite 2</);
  assert.deepEqual(await htmlMistakes(page.text), []);
  await browser.post(`/office/posteingang/${parts[0]?.id}/ablegen`, { vorschlag: file.number, sicht: 'ja' });
  const note = (await town.t.read(SYSTEM, (ctx) => listFileDocuments(ctx, file.id))).find((one) => one.title === 'Transfervermerk: scan-teil-1.pdf');
  assert.ok(Buffer.from(await town.t.platform.storage.bytes(note?.hash ?? '')).toString().includes(pile.hash));
  await town.t.transact(norbert, (ctx) => discardItem(ctx, { id: parts[1]?.id ?? '', reason: 'Werbung' }));
});

test('without a cover sheet a reference in the recognised text or the sender leads to the file', async () => {
  const id = await received(Buffer.from(`Zu Ihrem Zeichen ${file.number}, bitte um Antwort.`), { mime: 'text/plain', name: 'brief.txt', scanned: undefined });
  const suggestions = await town.t.read(norbert, async (ctx) => suggestFiles(ctx, await getItem(ctx, id)));
  assert.equal(suggestions[0]?.file.id, file.id);
  assert.deepEqual(referencesIn('Az. 02.3.1-2026/001, Tel. 089/12345 und Rest.'), ['02.3.1-2026/001', '089/12345']);
  await town.t.transact(norbert, (ctx) => discardItem(ctx, { id, reason: 'doppelt' }));
});

test('an application on paper enters the same process as one from the portal', async () => {
  const id = await received(await scan(['Anmeldung eines Hundes']));
  const data = await walkthroughData('dog-registration', 'Ein Hund, klarer Fall');
  assert.equal((await town.t.transact(norbert, (ctx) => fileApplication(ctx, { id, slug: 'dog-registration', data: {}, check: { seen: true } })).catch((error: Error) => ({ kind: error.message }))).kind, 'incomplete');
  const outcome = await town.t.transact(norbert, (ctx) => fileApplication(ctx, { id, slug: 'dog-registration', data, check: { seen: true } }));
  assert.equal(outcome.kind, 'submitted');
  if (outcome.kind !== 'submitted') return;
  await town.t.transact(norbert, (ctx) => fileScanOfApplication(ctx, id));
  await town.t.transact(norbert, (ctx) => fileScanOfApplication(ctx, id));
  await town.work();
  const titles = (await town.t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, outcome.caseId))).map((one) => one.title);
  assert.equal(titles.filter((title) => title === 'Antrag auf Papier (Scan)').length, 1);
  assert.ok(titles.some((title) => /Hundesteuerbescheid/.test(title)), titles.join(' | '));
  assert.ok((await town.t.read(SYSTEM, (ctx) => caseProgress(ctx, outcome.caseId))).steps.length > 0);
});

test('the form of a paper application shows its mistakes beside what was typed', async () => {
  const id = await received(await scan(['Antrag']));
  const page = await browser.get(`/office/posteingang/${id}/antrag?leistung=dog-registration`);
  assert.equal(page.status, 200);
  const again = await browser.post(`/office/posteingang/${id}/antrag`, { ...Object.fromEntries(hiddenFields(page.text, `/office/posteingang/${id}/antrag`)), 'keeper.familyName': 'Getippter Name' });
  assert.equal(again.status, 422);
  assert.match(again.text, /value="Getippter Name"/);
  assert.deepEqual([...(await htmlMistakes(page.text)), ...(await htmlMistakes(again.text))], []);
  assert.match(again.text, /error-summary/);
  // a file that was handed over before the mistake is still there with the next press
  const here = `/office/posteingang/${id}/antrag`;
  const form = await browser.get(`${here}?leistung=abandoned-vehicle`);
  const field = /<input[^>]*type="file"[^>]*>/.exec(form.text)?.[0].match(/name="([^"]+)"/)?.[1] ?? '';
  const hidden = Object.fromEntries(hiddenFields(form.text, here));
  const photo = new File([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], 'wrack.png');
  assert.match((await browser.post(here, { ...hidden, [field]: photo })).text, /wrack\.png/);
  assert.match((await browser.post(here, hidden)).text, /wrack\.png/);
});

test('the watch folder takes each file once and moves it away; a sub-folder names the device', async () => {
  const folder = join(town.t.dir, 'scanner');
  await mkdir(join(folder, 'Erdgeschoss'), { recursive: true });
  const path = join(folder, 'Erdgeschoss', 'a.pdf');
  await writeFile(path, await scan(['eins']));
  await utimes(path, new Date('2026-09-01'), new Date('2026-09-01'));
  assert.equal(await takeInFolder(town.t.platform, 1, folder), 1);
  assert.equal(await takeInFolder(town.t.platform, 1, folder), 0);
  assert.equal((await readdir(join(folder, 'uebernommen'))).length, 1);
  await assert.rejects(received(Buffer.from('II*'), { mime: 'image/tiff', name: 'fax.tif' }), refused('inbound-post/tiff'));
  const { rows } = await town.t.read(norbert, (ctx) => listItems(ctx, { state: 'new' }));
  assert.ok(rows.some((row) => row.device === 'Erdgeschoss' && row.scanned));
});

test('a mail comes in with its attachment, the same mail again changes nothing', async () => {
  const mail = Buffer.from(['From: Werner Ackermann <werner@post.example>', 'To: stadt@musterstadt.example', 'Subject: Noch eine Frage', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Wann kommt jemand?', '--b', 'Content-Type: text/plain; name=anlage.txt', 'Content-Disposition: attachment; filename=anlage.txt', '', 'Anlage', '--b--', ''].join('\r\n'));
  const whole = await town.t.platform.storage.put(mail);
  await takeInMail(town.t.platform, 1, whole);
  await takeInMail(town.t.platform, 1, whole);
  await town.work();
  const { rows } = await town.t.read(norbert, (ctx) => listItems(ctx, { state: 'new' }));
  assert.deepEqual(rows.filter((row) => row.source === 'mail').map((row) => row.name), ['Noch eine Frage.eml', 'anlage.txt']);
  const suggestions = await town.t.read(norbert, async (ctx) => suggestFiles(ctx, rows.find((row) => row.name.endsWith('.eml')) as never));
  assert.equal(suggestions[0]?.file.id, file.id);
});

const ber = (tag: number, ...inside: Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(inside);
  return content.length < 128 ? Buffer.from([tag, content.length, ...content]) : Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff, ...content]);
};
/** As Outlook signs: the mail lies inside the signature. */
function signedMail(inner: string): Buffer {
  const [signedData, data] = ['06092a864886f70d010702', '06092a864886f70d010701'].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer];
  const wrapped = Buffer.concat([Buffer.from([0xa0, 0x80]), ber(0x24, ber(0x04, Buffer.from(inner.slice(0, 20))), ber(0x04, Buffer.from(inner.slice(20)))), Buffer.from([0, 0])]);
  const message = ber(0x30, signedData, ber(0xa0, ber(0x30, ber(0x02, Buffer.from([1])), ber(0x31), ber(0x30, data, wrapped))));
  return Buffer.from(`From: <s@post.example>\r\nSubject: Signiert\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(message).toString('base64')}\r\n`);
}

test('mails are read as their programs wrote them: umlauts that nobody declared, text inside a signature, an encrypted one is named, no path as a name', async () => {
  const old = await readMail(Buffer.from('From: Käthe <k@post.example>\r\nSubject: Grüße\r\n\r\nSchöne Grüße\r\n', 'latin1'));
  assert.deepEqual([old.from, old.subject, old.text], ['Käthe <k@post.example>', 'Grüße', 'Schöne Grüße']);
  const signed = await readMail(signedMail('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nUnterschrieben: ä\r\n--b\r\nContent-Disposition: attachment; filename="../../a.txt"\r\n\r\nx\r\n--b--\r\n'));
  assert.deepEqual([signed.protection, signed.text, signed.attachments.map((one) => one.name)], ['signed', 'Unterschrieben: ä', ['a.txt']]);
  for (const broken of ['', 'MIIB', 'MIAGCSqGSIb3DQEHAg=='])
    assert.equal((await readMail(Buffer.from(`Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${broken}\r\n`))).protection, 'encrypted');
});

test('unread mails of a mailbox (a scripted IMAP server) come in once and are marked as read, one that cannot be read is put aside; a wrong password takes in nothing', async () => {
  const mail = (subject: string, seen: boolean) => ({ source: `From: Werner Ackermann <werner@post.example>\r\nSubject: ${subject}\r\n\r\nGuten Tag\r\n`, seen });
  const nested = `${Array.from({ length: 400 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('')}\r\nzu tief\r\n`;
  const mailbox = await startMailbox([mail('Erste Frage', false), mail('Schon gelesen', true), { source: nested, seen: false }, mail('Zweite Frage', false)], { user: 'post@musterstadt.example', password: 'geheim' });
  try {
    assert.equal(await readMailbox(town.t.platform, 1, mailbox.url), 3);
    assert.equal(await readMailbox(town.t.platform, 1, mailbox.url), 0);
    assert.ok(mailbox.mails.every((one) => one.seen));
    const { rows } = await town.t.read(norbert, (ctx) => listItems(ctx, { state: 'new' }));
    assert.deepEqual(rows.map((row) => row.subject).filter((subject) => /Frage$|gelesen$/.test(subject) && subject !== 'Noch eine Frage'), ['Erste Frage', 'Zweite Frage']);
    const aside = rows.find((row) => row.trouble);
    assert.match((await browser.get(`/office/posteingang/${aside?.id}`)).text, /Diese Mail ließ sich nicht zerlegen/);
    mailbox.url.password = 'falsch';
    town.t.platform.config.inboundImap = mailbox.url.href;
    await readMailboxJob.handle(town.t.platform, 1, {});
    assert.match((await browser.get('/office/posteingang')).text, /nicht vollständig abgeholt[\s\S]*nimmt Benutzernamen oder Kennwort nicht an/);
    mailbox.url.password = 'geheim';
    town.t.platform.config.inboundImap = mailbox.url.href;
    await readMailboxJob.handle(town.t.platform, 1, {});
    assert.match((await browser.get('/office/posteingang')).text, /Zuletzt abgeholt: Postfach/);
  } finally {
    town.t.platform.config.inboundImap = undefined;
    mailbox.stop();
  }
});

test('a real mail server: mails come in once with their attachments, one cut off by a broken connection is not taken for whole, a missing folder is told', async (t) => {
  const missing = dovecotMissing();
  if (missing) return t.skip(missing);
  const dovecot = await startDovecot();
  try {
    const big = `Subject: Dickes Paket\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsiehe Anlage\r\n--b\r\nContent-Disposition: attachment; filename="=?utf-8?B?w5xiZXJncsO2w59lLmJpbg==?="\r\nContent-Transfer-Encoding: base64\r\n\r\n${(Buffer.alloc(4_500_000, 7).toString('base64').match(/.{76}/g) ?? []).join('\r\n')}\r\n--b--\r\n`;
    await dovecot.deliver([Buffer.from('Subject: Grüße vom echten Server\r\n\r\nSchöne Grüße\r\n', 'latin1'), big]);
    const cut = await cutConnection(Number(dovecot.url.port), 5_000_000);
    const through = new URL(dovecot.url);
    through.port = String(cut.port);
    const { platform } = town.t;
    assert.match(mailboxTrouble(await readMailbox(platform, 1, through).then(() => undefined, (error: unknown) => error), through), /brach ab/);
    cut.stop();
    assert.equal(await readMailbox(platform, 1, dovecot.url), 1, 'the other one was taken in before');
    assert.equal(await readMailbox(platform, 1, dovecot.url), 0);
    const { rows } = await town.t.read(SYSTEM, (ctx) => sql<{ name: string; size: number }>`select name, size from inbound_post.item where tenant_id = 1 and subject in ('Grüße vom echten Server', 'Dickes Paket') order by name`.execute(ctx.db()));
    assert.deepEqual(rows.map((row) => row.name), ['Dickes Paket.eml', 'Grüße vom echten Server.eml', 'Übergröße.bin']);
    assert.ok((rows[2]?.size ?? 0) > 4_400_000);
    dovecot.url.pathname = '/Gibtsnicht';
    assert.match(mailboxTrouble(await readMailbox(platform, 1, dovecot.url).then(() => undefined, (error: unknown) => error), dovecot.url), /Den Ordner „Gibtsnicht“ gibt es/);
  } finally {
    await dovecot.stop();
  }
});

/** Passes so many bytes of what the server says, then breaks. */
async function cutConnection(port: number, after: number): Promise<{ port: number; stop(): void }> {
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port });
    const end = (): void => [client, upstream].forEach((socket) => socket.destroy());
    let passed = 0;
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream);
    upstream.on('data', (chunk) => ((passed += chunk.length) > after ? end() : client.write(chunk)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, stop: () => server.close() };
}

test('with a virus scanner an infected file is refused; without one it counts as not scanned', async () => {
  const scanner = await startVirusScanner();
  town.t.platform.config.clamd = scanner.address;
  await assert.rejects(received(eicar, { mime: 'text/plain', name: 'eicar.txt' }), refused('records/infected'));
  const clean = await received(Buffer.from('sauber'), { mime: 'text/plain', name: 'ok.txt' });
  assert.match((await browser.get(`/office/posteingang/${clean}`)).text, /geprüft, nichts gefunden/);
  scanner.stop();
  town.t.platform.config.clamd = undefined;
  const unknown = await received(Buffer.from('ungeprüft'), { mime: 'text/plain', name: 'neu.txt' });
  assert.match((await browser.get(`/office/posteingang/${unknown}`)).text, /nicht geprüft/);
});

test('a PDF with a password is taken in, not read, and its page says what to do; one that only forbids printing is shown', async () => {
  const locked = await received(lockedPdf(), { name: 'geheim.pdf', scanned: undefined });
  const page = await browser.get(`/office/posteingang/${locked}`);
  assert.match(page.text, /Diese Datei ist verschlüsselt[\s\S]*ohne Kennwort/);
  assert.equal((await town.t.read(SYSTEM, async (ctx) => findText(ctx, (await getItem({ ...ctx, actor: norbert }, locked)).hash)))?.state, 'password');
  assert.match((await browser.get(`/office/posteingang/${locked}/antrag?leistung=dog-registration`)).text, /geheim\.pdf/);
  const open = await received(lockedPdf(''), { name: 'offen.pdf', scanned: undefined });
  assert.match((await browser.get(`/office/posteingang/${open}`)).text, /seiten\/1/);
});

test('only the post room sees inbound post', async () => {
  const clerk = await town.clerk('renate.lindner@musterstadt.example');
  assert.equal((await clerk.get('/office/posteingang')).status, 403);
  const renate = await town.actor('renate.lindner@musterstadt.example');
  await assert.rejects(town.t.read(renate, (ctx) => listItems(ctx, { state: 'new' })), refused('platform/not-allowed'));
});

test('killed in the middle of taking in, nothing lies half or twice, and the next start goes on', async () => {
  const [folder, count] = [join(town.t.dir, 'kill'), 150];
  await mkdir(folder);
  for (let n = 0; n < count; n++) {
    await writeFile(join(folder, `kill-${n}.txt`), `Brief ${n}`.padEnd(20_000, '.'));
    await utimes(join(folder, `kill-${n}.txt`), new Date('2026-09-01'), new Date('2026-09-01'));
  }
  const env = { ...process.env, DATABASE_URL: town.t.platform.db.url, STADTKERN_DATA: town.t.dir, INBOUND_FOLDER: folder };
  const worker = fork(join(import.meta.dirname, '../../../test/faults/ingest-worker.ts'), { execArgv: ['--import', './scripts/tsx.mjs'], env });
  const taken = async (): Promise<number> => (await readdir(join(folder, 'uebernommen')).catch(() => [])).length;
  while ((await taken()) < 10 && worker.exitCode === null) await new Promise((wait) => setTimeout(wait, 5));
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const before = await taken();
  assert.ok(before >= 10 && before < count, `${before} of ${count}`);
  assert.equal(before + (await takeInFolder(town.t.platform, 1, folder)), count);
  const { rows } = await town.t.read(SYSTEM, (ctx) => sql<{ name: string; hash: string }>`select name, hash from inbound_post.item where tenant_id = 1 and name like 'kill-%'`.execute(ctx.db()));
  assert.deepEqual([rows.length, new Set(rows.map((row) => row.name)).size], [count, count]);
  for (const { hash } of rows) assert.equal((await town.t.platform.storage.bytes(hash)).length, 20_000);
});

test('a PDF is told what can be said of it: its claim, encryption, scripts, fonts, also in compressed parts; what speaks against the claim; the rest is not checked', () => {
  const packed = (inside: string): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n5 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>> stream\n'), deflateSync(Buffer.from(inside)), Buffer.from('\nendstream endobj')]);
  assert.equal(pdfWords(inspectPdf(Buffer.from('<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A'))), 'PDF/A-3a nach eigener Angabe, nichts Gegenteiliges gefunden, Übereinstimmung nicht vollständig geprüft');
  assert.equal(pdfWords(inspectPdf(Buffer.from('<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B /S /Launch /EmbeddedFiles'))), 'PDF/A-1b nach eigener Angabe; dagegen spricht: startet Programme, Dateien angehängt');
  assert.equal(pdfWords(inspectPdf(packed('<</S /JavaScript /JS (app.alert)>> <</Type /Font /Subtype /Type1>>'))), 'kein PDF/A; enthält JavaScript; Schriften nicht eingebettet');
  assert.deepEqual(inspectPdf(packed('<</Type /Font>> <</Type /FontDescriptor /FontFile2 9 0 R>>')).fontsEmbedded, true);
  assert.deepEqual(inspectPdf(Buffer.from('%PDF-1.7 trailer <</Encrypt 4 0 R>> <</Type /Font>>')), { claim: undefined, encrypted: true, javaScript: false, forbidden: [], fontsEmbedded: undefined });
  assert.equal(inspectPdf(packed('a'.repeat(30_000_000))).javaScript, false);
});
