import { z } from 'zod';
import { describeUserAgent } from '#platform/auth';
import { page, redirect, view, type Reply } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Enhanced, Form, PageHeader, Radios, Section, Stack, Table, Time } from '#platform/ui';
import { chooseNotices, chosenKinds, findNoticeChoice, isOurLink, stopByLink, type NoticeModes } from '../notices/notice-choice.ts';
import { addPushDevice, listPushDevices, pushKey, removePushDevice, type PushDevice } from '../notices/push-devices.ts';
import { noticeTexts } from './notice-texts.ts';

const PATH = '/konto/benachrichtigungen';
const common = { site: 'portal', access: 'citizen' } as const;
const mode = z.enum(['now', 'daily', 'never']);

/** Always the person's own: who acts for an organisation is told at their own address. */
const personOf = (ctx: Ctx): string => ctx.actor.id ?? '';

export const noticesPage = page({
  ...common,
  method: 'GET',
  path: PATH,
  handle: (rq) =>
    rq.read(async (ctx): Promise<Reply> => {
      const t = noticeTexts(rq.locale);
      const { modes } = await findNoticeChoice(ctx, personOf(ctx));
      const key = pushKey(rq.platform);
      return view({
        title: t.title,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        islands: Boolean(key),
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.title }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.title} lead={t.lead} />
            <Mails modes={modes} locale={rq.locale} />
            {key && <Push publicKey={key} devices={await listPushDevices(ctx, personOf(ctx))} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

function Mails({ modes, locale }: { modes: NoticeModes; locale: Locale }) {
  const t = noticeTexts(locale);
  const options = (['now', 'daily', 'never'] as const).map((value) => ({ value, label: t[value] }));
  return (
    <Section title={t.mails} id="mails">
      <Stack>
        <p class="kern-body">
          <strong>{t.letter}</strong>
          <br />
          {t.letterText}
        </p>
        <Form action={PATH} label={t.mails}>
          {chosenKinds.map((kind) => (
            <Radios key={kind} name={kind} label={t[kind]} hint={kind === 'request' ? t.requestHint : undefined} options={options} value={modes[kind]} />
          ))}
          <ButtonRow>
            <Button variant="primary">{t.save}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    </Section>
  );
}

function Push({ publicKey, devices, locale }: { publicKey: string; devices: PushDevice[]; locale: Locale }) {
  const t = noticeTexts(locale);
  return (
    <Section title={t.push} id="geraete">
      <Stack>
        <p class="kern-body">{t.pushLead}</p>
        <Enhanced name="push-device">
          <p class="kern-body muted" data-without-script>{t.pushScript}</p>
          <p role="status" data-denied={t.pushDenied} class="kern-body" />
          <form method="post" action={`${PATH}/geraete`} data-key={publicKey} hidden>
            {['endpoint', 'publicKey', 'authSecret'].map((name) => (
              <input key={name} type="hidden" name={name} value="" />
            ))}
            <Button variant="secondary" icon="bell">
              {t.pushAdd}
            </Button>
          </form>
        </Enhanced>
        {devices.length > 0 && (
          <Table
            caption={t.devices}
            stack
            rows={devices}
            rowKey={(row) => row.id}
            columns={[
              { key: 'device', head: t.device, rowHead: true, cell: (row) => describeUserAgent(row.userAgent) ?? t.unknown },
              { key: 'since', head: t.since, cell: (row) => <Time at={row.createdAt} /> },
              {
                key: 'remove', head: t.remove, headHidden: true,
                cell: (row) => (
                  <form method="post" action={`${PATH}/geraete/${row.id}/entfernen`}>
                    <Button size="small" variant="tertiary" attributes={{ 'aria-label': `${t.remove}: ${describeUserAgent(row.userAgent) ?? t.unknown}` }}>{t.remove}</Button>
                  </form>
                ),
              },
            ]}
          />
        )}
      </Stack>
    </Section>
  );
}

export const noticesPost = page({
  ...common,
  method: 'POST',
  path: PATH,
  body: z.object({ request: mode.optional(), message: mode.optional(), progress: mode.optional() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await chooseNotices(ctx, personOf(ctx), Object.fromEntries(Object.entries(rq.body).filter(([, value]) => value !== undefined)));
      return redirect(PATH, { flash: noticeTexts(rq.locale).saved });
    }),
});

export const pushAddPost = page({
  ...common,
  method: 'POST',
  path: `${PATH}/geraete`,
  body: z.object({ endpoint: z.string().max(1000), publicKey: z.string().max(200), authSecret: z.string().max(100) }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await addPushDevice(ctx, personOf(ctx), { ...rq.body, userAgent: rq.userAgent ?? '' });
      return redirect(`${PATH}#geraete`, { flash: noticeTexts(rq.locale).pushAdded });
    }),
});

export const pushRemovePost = page({
  ...common,
  method: 'POST',
  path: `${PATH}/geraete/:id/entfernen`,
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await removePushDevice(ctx, personOf(ctx), rq.params.id);
      return redirect(`${PATH}#geraete`, { flash: noticeTexts(rq.locale).removed });
    }),
});

const link = z.object({ konto: z.uuid(), art: z.enum(chosenKinds), s: z.string().max(100) });
const stopping = { site: 'portal', access: 'anyone', path: '/benachrichtigungen/abbestellen' } as const;

/** From the footer of a mail, without signing in. Opening it changes nothing: mail scanners open links, people press buttons. */
export const stopPage = page({
  ...stopping,
  method: 'GET',
  query: z.record(z.string(), z.string()),
  handle: (rq) =>
    rq.read(async (ctx): Promise<Reply> => {
      const t = noticeTexts(rq.locale);
      const asked = link.safeParse(rq.query);
      if (!asked.success || !(await isOurLink(ctx, asked.data))) return wrongLink(rq.locale);
      return view({
        title: t.stopTitle,
        width: 'narrow',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.stopTitle} lead={t.stopAsk(t[asked.data.art])} />
            <p class="kern-body">{t.stopStill}</p>
            <form method="post" action={stopping.path}>
              {Object.entries(asked.data).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <ButtonRow>
                <Button variant="primary">{t.stop}</Button>
                <Button href={PATH}>{t.toSettings}</Button>
              </ButtonRow>
            </form>
          </Stack>
        ),
      });
    }),
});

function wrongLink(locale: Locale): Reply {
  const t = noticeTexts(locale);
  return view({ title: t.wrong, status: 404, width: 'narrow', noIndex: true, body: <Stack gap="large"><PageHeader title={t.wrong} lead={t.wrongText} /><p><Button href={PATH}>{t.toSettings}</Button></p></Stack> });
}

export const stopPost = page({
  ...stopping,
  method: 'POST',
  body: z.record(z.string(), z.string()),
  handle: (rq) =>
    rq.transact(async (ctx): Promise<Reply> => {
      const t = noticeTexts(rq.locale);
      const asked = link.safeParse(rq.body);
      if (!asked.success) throw notFound();
      if (!(await stopByLink(ctx, asked.data))) return wrongLink(rq.locale);
      return view({
        title: t.stopped,
        width: 'narrow',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.stopped} />
            <Alert kind="success" title={t.stopAsk(t[asked.data.art])}>{t.stoppedText}</Alert>
            <p><Button href={PATH}>{t.toSettings}</Button></p>
          </Stack>
        ),
      });
    }),
});
