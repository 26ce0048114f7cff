import type { CasePanel } from '#core/cases';
import { Stack } from '#platform/ui';
import { findApplicationByCase } from '../applications.queries.ts';
import { SignatureList } from '../portal/signature-list.tsx';
import { listSignaturesOfApplication } from '../signing/signing.queries.ts';

/** Who has signed the application, when and how well known; on the case page of the office. */
export const signaturesPanel: CasePanel = {
  id: 'signatures',
  title: 'Unterschriften',
  place: 'main',
  order: 15,
  render: async (ctx, found) => {
    const application = await findApplicationByCase(ctx, found.id);
    const signatures = application ? await listSignaturesOfApplication(ctx, application.id) : [];
    const [first] = signatures;
    if (!first) return undefined;
    return (
      <Stack gap="small">
        <SignatureList signatures={signatures} locale="de" />
        <p>{first.declaration}</p>
        <p class="muted">
          Prüfsumme der unterschriebenen Fassung: <code>{first.content_hash}</code>
        </p>
      </Stack>
    );
  },
};
