import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import type { Locale } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Form, PageHeader, Section, SelectField, Stack } from '#platform/ui';
import { chooseNotices, chosenKinds, findNoticeChoice, isOurLink, stopByLink, stopKinds, type NoticeModes, type StopKind } from '../notices/notice-choice.ts';
import { addPushDevice, listPushDevices, pushKey, removePushDevice, tryPushDevice, type PushDevice } from '../notices/push-devices.ts';
import { noticeTexts } from './notice-texts.ts';
import { PushSection } from './push-section.tsx';

const PATH = '/konto/benachrichtigungen';
const common = { site: 'portal', access: 'citizen' } as const;
const mode = z.enum(['now', 'daily', 'push', 'never']);

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
      const devices = key ? await listPushDevices(ctx, personOf(ctx)) : [];
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
            <Choices modes={modes} devices={devices} locale={rq.locale} />
            {key && <PushSection path={PATH} publicKey={key} devices={devices} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

type Choosing = { modes: NoticeModes; devices: PushDevice[]; locale: Locale };

/** One choice per kind; what is told on devices can be chosen as soon as there is one. */
function Choices({ modes, devices, locale }: Choosing) {
  const t = noticeTexts(locale);
  const chosen = chosenKinds.map((kind) => modes[kind]);
  const offered = (['now', 'daily', 'push', 'never'] as const).filter((value) => value !== 'push' || devices.length > 0 || chosen.includes('push'));
  return (
    <Section title={t.mails} id="mails">
      <Stack>
        <p class="kern-body">
          <strong>{t.letter}</strong>
          <br />
          {t.letterText}
        </p>
        {chosen.includes('push') && devices.length === 0 && <Alert kind="warning" title={t.noDevice}>{t.noDeviceText}</Alert>}
        <Form action={PATH} label={t.mails}>
          {chosenKinds.map((kind) => (
            <SelectField key={kind} name={kind} label={t[kind]} hint={kind === 'request' || kind === 'paper' ? t[`${kind}Hint`] : undefined} options={offered.map((value) => ({ value, label: t[value] }))} value={modes[kind]} placeholder={false} />
          ))}
          <ButtonRow>
            <Button variant="primary">{t.save}</Button>
          </ButtonRow>
        </Form>
      </Stack>
    </Section>
  );
}

export const noticesPost = page({
  ...common,
  method: 'POST',
  path: PATH,
  body: z.partialRecord(z.enum(chosenKinds), mode),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await chooseNotices(ctx, personOf(ctx), rq.body);
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

export const pushTryPost = page({
  ...common,
  method: 'POST',
  path: `${PATH}/geraete/:id/probe`,
  params: z.object({ id: z.uuid() }),
  handle: (rq) =>
    rq.transact(async (ctx) => {
      await tryPushDevice(ctx, personOf(ctx), rq.params.id);
      return redirect(`${PATH}#geraete`, { flash: noticeTexts(rq.locale).tried });
    }),
});

const link = z.object({ konto: z.uuid(), art: z.enum(stopKinds), s: z.string().max(100) });
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
            <PageHeader title={t.stopTitle} lead={t.stopAsk(whatOf(asked.data.art, rq.locale))} />
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

const whatOf = (art: StopKind, locale: Locale): string => noticeTexts(locale)[art === 'daily' ? 'collected' : art];

function wrongLink(locale: Locale): Reply {
  const t = noticeTexts(locale);
  return view({ title: t.wrong, status: 404, width: 'narrow', noIndex: true, body: <Stack gap="large"><PageHeader title={t.wrong} lead={t.wrongText} /><p><Button href={PATH}>{t.toSettings}</Button></p></Stack> });
}

export const stopPost = page({
  ...stopping,
  method: 'POST',
  query: z.record(z.string(), z.string()),
  body: z.record(z.string(), z.string()),
  handle: (rq) =>
    rq.transact(async (ctx): Promise<Reply> => {
      const t = noticeTexts(rq.locale);
      // the button of a mail program posts to the link itself, without our fields (RFC 8058)
      const asked = link.safeParse({ ...rq.query, ...rq.body });
      if (!asked.success) throw notFound();
      if (!(await stopByLink(ctx, asked.data))) return wrongLink(rq.locale);
      return view({
        title: t.stopped,
        width: 'narrow',
        noIndex: true,
        body: (
          <Stack gap="large">
            <PageHeader title={t.stopped} />
            <Alert kind="success" title={t.stopAsk(whatOf(asked.data.art, rq.locale))}>{t.stoppedText}</Alert>
            <p><Button href={PATH}>{t.toSettings}</Button></p>
          </Stack>
        ),
      });
    }),
});
