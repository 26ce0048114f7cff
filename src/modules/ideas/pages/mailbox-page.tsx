import { z } from 'zod';
import { page, redirect, view, type View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import { ANONYMOUS, Problem, type Platform } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Form, PageHeader, Section, Stack, TextArea, TextField } from '#platform/ui';
import { findAward } from '../flow/award.ts';
import { openMailbox, revealAuthor, writeFromMailbox } from '../flow/talk.ts';
import { hrefOf, IDEAS, stateWords } from '../idea.ts';
import type { AwardRow, IdeaRow, LetterRow } from '../tables.ts';

const BOX = `${IDEAS}/postfach`;
const frame = { title: 'Postfach', nav: IDEAS, crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Postfach' }], noIndex: true, headers: { 'cache-control': 'no-store' } };

function ask({ code = '', error }: { code?: string; error?: string } = {}): View {
  return view({
    ...frame,
    ...(error ? { status: 422 } : {}),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'code', text: error }]} />}
        <PageHeader title="Postfach einer anonymen Idee" lead="Geben Sie den Code ein, den Sie beim Einreichen bekommen haben." />
        <Form action={BOX}>
          <TextField name="code" label="Code" value={code} error={error} autocomplete="off" spellcheck={false} width={20} required />
          <ButtonRow><Button variant="primary">Öffnen</Button></ButtonRow>
        </Form>
        <p class="muted">Wir speichern nicht, wer hier nachsieht.</p>
      </Stack>
    ),
  });
}

type Opened = { idea: IdeaRow; letters: LetterRow[]; award: AwardRow | undefined; code: string; typed?: string; error?: string };

function show({ idea, letters, award, code, typed = '', error }: Opened): View {
  const look = stateWords[idea.state];
  return view({
    ...frame,
    ...(error ? { status: 422 } : {}),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'text', text: error }]} />}
        <PageHeader preline={idea.number} title={idea.title} meta={<Badge state={look.look}>{look.words}</Badge>} lead={idea.reason || (idea.step_due_on ? `Nächster Schritt bis ${formatDate(idea.step_due_on)}.` : undefined)} />
        <Section title="Nachrichten" id="nachrichten">
          {letters.length === 0 && <EmptyState title="Noch keine Nachricht" icon="mail">Rückfragen der Moderation stehen hier.</EmptyState>}
          {letters.map((one) => <p key={one.id} class="lines"><strong>{one.from_name ? `Moderation (${one.from_name})` : 'Sie'}</strong> <span class="muted">{formatDate(one.written_on)}</span><br />{one.text}</p>)}
          <Form action={`${BOX}/schreiben`} label="Antworten">
            <input type="hidden" name="code" value={code} />
            <TextArea name="text" label="Ihre Nachricht" rows={4} value={typed} error={error} required />
            <ButtonRow><Button>Anonym antworten</Button></ButtonRow>
          </Form>
        </Section>
        {award && (award.state === 'approved' || award.state === 'paid') && !idea.author_id && (
          <Section title="Eine Prämie ist bewilligt" id="praemie">
            <p>Damit sie ausgezahlt wird, brauchen wir Ihren Namen. Das ist freiwillig und lässt sich nicht zurücknehmen: Danach steht Ihr Name an der Idee.</p>
            <Form action={`${BOX}/name`} label="Namen angeben"><input type="hidden" name="code" value={code} /><ButtonRow><Button>Ich gebe meinen Namen an</Button></ButtonRow></Form>
          </Section>
        )}
      </Stack>
    ),
  });
}

type Asking = { platform: Platform; tenantId: number };

/** Everything here is read as nobody: who is signed in does not reach the transaction. */
async function open({ platform, tenantId }: Asking, code: string, more: { typed?: string; error?: string } = {}): Promise<View> {
  try {
    return await platform.read({ tenantId, actor: ANONYMOUS }, async (ctx) => {
      const found = await openMailbox(ctx, code);
      return show({ ...found, award: await findAward(ctx, found.idea.id), code, ...more });
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return ask({ code, error: error.de });
  }
}

const code = z.string().trim().max(60).default('');
// the code travels in the body only: addresses stand in logs and histories
export const mailboxPage = page({ method: 'GET', path: BOX, site: 'office', access: 'staff', handle: async () => ask() });
export const mailboxPost = page({ method: 'POST', path: BOX, site: 'office', access: 'staff', body: z.object({ code }), handle: (rq) => open(rq, rq.body.code) });
export const letterPost = page({
  method: 'POST', path: `${BOX}/schreiben`, site: 'office', access: 'staff', body: z.object({ code, text: z.string().max(5000).default('') }),
  handle: async (rq) => {
    try {
      await rq.platform.transact({ tenantId: rq.tenantId, actor: ANONYMOUS }, (ctx) => writeFromMailbox(ctx, rq.body));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return open(rq, rq.body.code, { typed: rq.body.text, error: error.de });
    }
    return open(rq, rq.body.code);
  },
});
export const revealPost = page({ method: 'POST', path: `${BOX}/name`, site: 'office', access: 'staff', body: z.object({ code }), handle: async (rq) => redirect(hrefOf(await rq.transact((ctx) => revealAuthor(ctx, rq.body.code))), { flash: 'Ihr Name steht jetzt an der Idee.' }) });
