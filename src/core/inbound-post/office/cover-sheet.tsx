import { requireCaseFile } from '#core/records';
import { qrSvg } from '#engines/documents';
import { page, text, view } from '#platform/http';
import { PageHeader, Stack } from '#platform/ui';
import { z } from 'zod';
import { COVER_CODE, SEPARATION_CODE } from '../split-pile.ts';

const params = z.object({ id: z.uuid() });

/** A sheet to lay on paper before it is scanned: the machine then knows the file. */
export const coverSheetPage = page({
  method: 'GET',
  path: '/office/vorgangsakten/:id/deckblatt',
  site: 'office',
  access: 'staff',
  params,
  handle: async (rq) => {
    const found = await rq.read((ctx) => requireCaseFile(ctx, rq.params.id));
    return view({
      title: `Deckblatt ${found.number}`,
      width: 'narrow',
      crumbs: [{ label: found.number, href: `/office/vorgangsakten/${found.id}` }, { label: 'Deckblatt' }],
      body: (
        <Stack>
          <PageHeader title={found.number} lead={found.title} preline="Deckblatt zum Scannen" />
          <img src={`/office/vorgangsakten/${found.id}/deckblatt.svg`} width={260} height={260} alt={`QR-Code der Akte ${found.number}`} />
          <p>Drucken Sie dieses Blatt (Strg+P), und legen Sie es beim Scannen zuoberst. Der Posteingang ordnet den Scan dann dieser Akte zu. Liegen mehrere Deckblätter in einem Stapel, wird er an ihnen getrennt.</p>
        </Stack>
      ),
    });
  },
});

export const coverCode = page({
  method: 'GET',
  path: '/office/vorgangsakten/:id/deckblatt.svg',
  site: 'office',
  access: 'staff',
  params,
  handle: async (rq) => {
    const found = await rq.read((ctx) => requireCaseFile(ctx, rq.params.id));
    return text(qrSvg(`${COVER_CODE}${found.number}`), 'image/svg+xml', { headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" } });
  },
});

/** A sheet for between two letters of one pile that belong to no known file. */
export const separationSheetPage = page({
  method: 'GET',
  path: '/office/posteingang/trennblatt',
  site: 'office',
  access: 'may:inbound-post/work',
  handle: async () =>
    view({
      title: 'Trennblatt',
      width: 'narrow',
      nav: '/office/posteingang',
      crumbs: [{ label: 'Posteingang', href: '/office/posteingang' }, { label: 'Trennblatt' }],
      body: (
        <Stack>
          <PageHeader title="Trennblatt" preline="Zum Scannen von Stapeln" lead="Hier beginnt ein neues Schriftstück." />
          <img src="/office/posteingang/trennblatt.svg" width={260} height={260} alt="QR-Code des Trennblatts" />
          <p>Drucken Sie dieses Blatt so oft, wie Sie es brauchen (Strg+P), und legen Sie es zwischen zwei Schriftstücke. Der Stapel wird daran getrennt; das Blatt selbst kommt in keine Akte.</p>
        </Stack>
      ),
    }),
});

export const separationCode = page({
  method: 'GET',
  path: '/office/posteingang/trennblatt.svg',
  site: 'office',
  access: 'may:inbound-post/work',
  handle: async () => text(qrSvg(SEPARATION_CODE), 'image/svg+xml', { headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" } }),
});
