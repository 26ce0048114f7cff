import { compileLetter } from '../compile-letter.ts';
import type { LetterContent } from '../content.ts';
import { fillLetter } from '../fill-letter.ts';
import type { Letter } from '../letter-template.ts';
import type { Letterhead, RenderRequest } from '../render-request.ts';
import { feel } from './feel.ts';

export const NOTICE = `---
kind: notice
title: { de: Hundesteuerbescheid, en: Dog tax notice }
subject: "Bescheid über die Hundesteuer {{ year }}"
seal: true
appeal: levy-objection
---
Sehr geehrte Frau {{ applicant.name }},

wir setzen die Hundesteuer auf **{{ total | money }}** fest, zu zahlen bis {{ dueOn | date(long) }}.

| Hund | Monate | Betrag |
| --- | ---: | ---: |
:::for dog in dogs
| {{ dog.name }} | {{ dog.months }} | {{ dog.tax | money }} |
:::
| **Summe** | | **{{ total | money }}** |

## Begründung

:::if exempt
Die Befreiung wird gewährt.
:::else
Eine Befreiung kommt nicht in Betracht. Es gelten:

- der erste Hund,
:::for dog in dogs
- {{ dog.name }}
:::
:::

:::qr giro
Mit der App der Bank bezahlen.
:::
`;

export const CONTEXT = {
  year: 2026,
  applicant: { name: 'Größmann-Łukaszewicz' },
  total: 18000,
  dueOn: '2026-04-15',
  dogs: [
    { name: 'Bello', months: 10, tax: 8000 },
    { name: 'Frau Schmidt', months: 10, tax: 10000 },
  ],
  exempt: false,
  giro: 'BCD\n002\n1\nSCT\n\nStadt Musterstadt\nDE02120300000000202051\nEUR180.00',
  authority: { name: 'Stadt Musterstadt, Steueramt', address: 'Rathausplatz 1, 12345 Musterstadt' },
};

export const LETTERHEAD: Letterhead = {
  city: 'Stadt Musterstadt',
  subline: 'Die Oberbürgermeisterin',
  crestSvg:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48"><path d="M2 2h36v24c0 12-10 18-18 20C12 44 2 38 2 26z" fill="#1b4f8f"/></svg>',
  colour: '#1b4f8f',
  office: { name: 'Steueramt', street: 'Rathausplatz 1', place: '12345 Musterstadt' },
  contact: { name: 'Frau Yıldız', room: '2.14', phone: '01234 567-214', email: 'steueramt@musterstadt.example' },
  hours: ['Mo–Fr 8–12 Uhr'],
  bank: { name: 'Sparkasse Musterstadt', iban: 'DE02 1203 0000 0000 2020 51' },
};

/** A letter compiled from a source that has no errors. */
export function compiled(source: string): Letter {
  const { letter, findings } = compileLetter(source, { feel });
  if (!letter) throw new Error(JSON.stringify(findings));
  return letter;
}

/** A short letter with some text as its body. */
export function letterOf(body: string, head = 'kind: letter\ntitle: Schreiben'): string {
  return `---\n${head}\n---\n${body}\n`;
}

export function noticeContent(): LetterContent {
  return fillLetter(compiled(NOTICE), CONTEXT);
}

export const CASE_DATA = Buffer.from(JSON.stringify({ number: 'HSt-2026-000123', dogs: CONTEXT.dogs }));

export function noticeRequest(): RenderRequest {
  return {
    content: noticeContent(),
    letterhead: LETTERHEAD,
    recipient: ['Frau', 'Erika Größmann-Łukaszewicz', 'Lindenstraße 12', '12345 Musterstadt'],
    meta: { date: '2026-03-02', reference: '22.3-HSt-2026/000123', signature: { name: 'Yıldız' } },
    attachments: [{ name: 'vorgang.json', mime: 'application/json', bytes: CASE_DATA, relationship: 'data' }],
  };
}
