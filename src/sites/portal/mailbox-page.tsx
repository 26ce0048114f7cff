import { z } from 'zod';
import { page, view } from '#platform/http';
import { formatDateTime } from '#platform/i18n';
import { listMails } from '#platform/mail';
import { notFound } from '#platform/module';
import { Details, EmptyState, PageHeader, Prose, SearchField, Stack } from '#platform/ui';

/** Only in the demo: every mail that would have left, because nothing leaves there. */
export const mailboxPage = page({
  method: 'GET',
  path: '/demo/postfach',
  site: 'portal',
  access: 'anyone',
  query: z.object({ an: z.string().max(200).optional() }),
  handle: (rq) => {
    if (rq.platform.config.mode !== 'demo') throw notFound();
    return rq.read(async (ctx) => {
      const to = rq.query.an?.trim();
      const mails = await listMails(ctx, to ? { to } : {});
      return view({
        title: 'Postfach der Demo',
        width: 'narrow',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title="Postfach der Demo" lead="Diese E-Mails hätte die Stadt verschickt. In der Demo verlässt nichts den Rechner." />
            <SearchField action="/demo/postfach" name="an" label="E-Mail-Adresse" value={to ?? ''} size="small" />
            {mails.length === 0 && <EmptyState title="Keine E-Mails">{to ? 'An diese Adresse ging noch nichts.' : 'Stellen Sie einen Antrag, dann kommt hier die Bestätigung an.'}</EmptyState>}
            <div>
              {mails.map((mail, position) => (
                <Details key={mail.id} variant="panel" open={position === 0} summary={`${mail.subject} – an ${mail.to}, ${formatDateTime(mail.createdAt, 'de')}`}>
                  <Prose>
                    <p class="lines">{linked(mail.text)}</p>
                  </Prose>
                </Details>
              ))}
            </div>
          </Stack>
        ),
      });
    });
  },
});

/** Addresses in the text as links, so that one can follow them. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, i) => (i % 2 ? <a key={i} class="kern-link" href={part}>{part}</a> : part));
}
