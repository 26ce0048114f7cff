import { page, view } from '#platform/http';
import { formatTime } from '#platform/i18n';
import { Alert, Button, ButtonRow, Details, Link, PageHeader, Stack, TextField } from '#platform/ui';
import { z } from 'zod';
import { findReadable } from '../access/read-document.ts';
import type { CaseDocument } from '../documents/document.ts';
import { makeEditKey } from '../webdav/edit-key.ts';
import { davAddress } from '../webdav/webdav.ts';

/** Microsoft's programs by the ending of the file; LibreOffice opens them all. */
const programs: Record<string, { scheme: string; name: string }> = Object.fromEntries([
  ...['doc', 'docx', 'odt', 'rtf'].map((ending) => [ending, { scheme: 'ms-word', name: 'Word' }]),
  ...['xls', 'xlsx', 'ods', 'csv'].map((ending) => [ending, { scheme: 'ms-excel', name: 'Excel' }]),
  ...['ppt', 'pptx', 'odp'].map((ending) => [ending, { scheme: 'ms-powerpoint', name: 'PowerPoint' }]),
]);
const programOf = (document: Pick<CaseDocument, 'name'>): { scheme: string; name: string } | undefined => programs[document.name.split('.').at(-1)?.toLowerCase() ?? ''];

/** Can a word processor open and save it? */
export const isEditable = (document: Pick<CaseDocument, 'name' | 'mime'>): boolean => programOf(document) !== undefined || document.mime === 'text/plain';

/** Takes a document and shows the address under which a program opens it. The key is shown this once. */
export const editRoute = page({
  method: 'POST',
  path: '/office/dokumente/:id/bearbeiten',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const { key, expiresAt } = await makeEditKey(ctx, rq.params.id);
      const document = await findReadable(ctx, rq.params.id);
      const address = davAddress(ctx.platform.config.publicUrl, key, document.name);
      const home = `/office/dokumente/${document.id}`;
      const program = programOf(document);
      return view({
        title: `${document.title} bearbeiten`,
        nav: '/office/akten',
        crumbs: [{ label: 'Akten', href: '/office/akten' }, { label: document.title, href: home }, { label: 'Bearbeiten' }],
        body: (
          <Stack>
            <PageHeader title="Im Schreibprogramm öffnen" preline={document.title} lead={`Jedes Speichern im Programm wird eine neue Fassung. Der Zugang gilt bis ${formatTime(expiresAt, 'de')} und nur für Sie.`} />
            <ButtonRow>
              {program && <Button variant="primary" href={`${program.scheme}:ofe|u|${address}`} icon="external">In {program.name} öffnen</Button>}
              <Button href={`vnd.libreoffice.command:ofe|u|${address}`} icon="external">In LibreOffice öffnen</Button>
            </ButtonRow>
            <Details summary="Es öffnet sich nichts?" open={!program}>
              <p>Öffnen Sie im Programm „Datei › Öffnen“ und fügen Sie diese Adresse ein:</p>
              <TextField name="adresse" label="Adresse" value={address} readonly width="full" />
              <p>Geben Sie die Adresse nicht weiter: Wer sie hat, schreibt in Ihrem Namen.</p>
            </Details>
            <Alert kind="info" title="Wenn Sie fertig sind">
              Schließen Sie das Programm und geben Sie das Dokument zurück. Damit endet der Zugang. <Link href={home}>Zum Dokument</Link>
            </Alert>
          </Stack>
        ),
      });
    }),
});
