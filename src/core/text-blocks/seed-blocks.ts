import type { Seed } from '#platform/module';
import { createBlock, listBlocks, type BlockText } from './blocks.ts';

const first: BlockText[] = [
  { name: 'Unterlagen nachfordern', uses: ['message', 'letter'], subject: 'Ihr Vorgang {{Aktenzeichen}}: Es fehlen noch Unterlagen', text: '{{Anrede}}\n\nIhr Antrag ist am {{Eingang}} bei uns eingegangen. Damit wir ihn bearbeiten können, brauchen wir noch:\n\n- \n\nBitte schicken Sie uns die Unterlagen bis zum {{Heute + 14}}.\n\n{{Baustein Rückfragen}}' },
  { name: 'Rückfragen', uses: ['message', 'letter'], subject: '', text: 'Bei Fragen erreichen Sie uns unter {{Telefon}} oder {{E-Mail}}. Bitte nennen Sie das Zeichen {{Aktenzeichen}}.' },
  { name: 'Telefonvermerk', uses: ['note'], subject: '', text: 'Telefonat am {{Heute}} mit {{Name}}:\n\n' + '- Anlass: \n- Ergebnis: \n- Nächster Schritt: ' },
  { name: 'Verfügung: Ablage', uses: ['order'], subject: 'Verfügung zu {{Aktenzeichen}}', text: '1. Der Vorgang „{{Betreff}}“ ist erledigt.\n2. zK an die Amtsleitung.\n3. zdA.\n\n{{Heute}}, {{Bearbeitung}}' },
];

/** A few texts for the whole city, so that nobody begins with an empty list. */
export const blockSeed: Seed = {
  name: 'text-blocks/first',
  run: async (ctx) => {
    if ((await listBlocks(ctx, { limit: 1 })).length > 0) return;
    for (const block of first) await createBlock(ctx, { ...block, officeId: null });
  },
};
