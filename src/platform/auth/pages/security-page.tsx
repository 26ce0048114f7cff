import { formatDate } from '#platform/i18n';
import { view, type Rq, type Site, type View } from '#platform/http';
import { Badge, Button, Details, ErrorSummary, Form, PageHeader, Section, Stack, Table, TextField, Time } from '#platform/ui';
import { issuerOf, providersOf, type Provider } from '../providers.ts';
import type { SecurityState } from '../security.ts';
import { securityTexts } from '../security-texts.ts';
import { pathsOf } from '../site-paths.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { describeUserAgent } from './user-agent.ts';

/** Which form on the page was refused, and why. */
export type SecurityError = { form: string; field: 'current' | 'password'; text: string };
type Part = { rq: Rq; base: string; state: SecurityState; error: SecurityError | undefined };

/** One page for everything about signing in; the same for citizens and staff. */
export function securityPage(rq: Rq, site: Site, { state, error }: { state: SecurityState; error?: SecurityError }): View {
  const t = securityTexts(rq.locale);
  const part: Part = { rq, base: pathsOf(site).security, state, error };
  const body = (
    <Stack gap="large">
      <ErrorSummary errors={error ? [{ id: `${error.form}-${error.field}`, text: error.text }] : []} />
      <PageHeader title={t.title} lead={t.lead} />
      <PasswordPart {...part} />
      <AppPart {...part} />
      <PasskeyPart {...part} />
      {(state.account.hasTotp || state.passkeys.length > 0) && <CodesPart {...part} />}
      {site === 'portal' && providersOf(rq.platform).map((provider) => <ProviderPart key={provider.key} {...part} provider={provider} />)}
      <SessionsPart {...part} />
    </Stack>
  );
  const portal = site === 'portal' ? { nav: 'account' as const, crumbs: [{ label: t.account, href: pathsOf(site).home }, { label: t.title }] } : {};
  return view({ title: t.title, body, status: error ? 422 : 200, noIndex: true, islands: true, ...portal });
}

/** The password once more, where there is one. */
function CurrentPassword({ rq, state, error, form }: Omit<Part, 'base'> & { form: string }) {
  if (!state.account.hasPassword) return null;
  const t = securityTexts(rq.locale);
  const text = error?.form === form && error.field === 'current' ? error.text : undefined;
  return <TextField id={`${form}-current`} name="current" type="password" label={t.current} autocomplete="current-password" width={20} required error={text} />;
}

function PasswordPart(part: Part) {
  const { rq, base, state, error } = part;
  const t = securityTexts(rq.locale);
  const action = state.account.hasPassword ? t.changePassword : t.setPassword;
  const mine = error?.form === 'passwort' ? error : undefined;
  return (
    <Section title={t.password} id="passwort">
      <p class="kern-body">{state.passwordChangedAt ? t.passwordSet(formatDate(state.passwordChangedAt, rq.locale)) : t.passwordNone}</p>
      <Details summary={action} open={Boolean(mine)}>
        <Form action={`${base}/passwort`} label={action}>
          <CurrentPassword {...part} form="passwort" />
          <TextField id="passwort-password" name="password" type="password" label={t.newPassword} hint={t.passwordHint} autocomplete="new-password" width={20} required error={mine?.field === 'password' ? mine.text : undefined} />
          <Button variant="primary">{action}</Button>
        </Form>
      </Details>
    </Section>
  );
}

function AppPart(part: Part) {
  const { rq, base, state, error } = part;
  const t = securityTexts(rq.locale);
  return (
    <Section title={t.app} id="app">
      <p class="kern-body">{state.account.hasTotp ? t.appOn : t.appOff}</p>
      <Details summary={state.account.hasTotp ? t.appRemove : t.appStart} open={error?.form === 'app'}>
        <Form action={state.account.hasTotp ? `${base}/app/entfernen` : `${base}/app`} label={t.app}>
          <CurrentPassword {...part} form="app" />
          <Button variant={state.account.hasTotp ? 'danger' : 'primary'}>{state.account.hasTotp ? t.appRemove : t.appStart}</Button>
        </Form>
      </Details>
    </Section>
  );
}

function PasskeyPart(part: Part) {
  const { rq, base, state, error } = part;
  const t = securityTexts(rq.locale);
  return (
    <Section title={t.passkeys} id="passkeys">
      <p class="kern-body">{t.passkeysWhy}</p>
      {state.passkeys.length === 0 && <p class="kern-body">{t.passkeysNone}</p>}
      {state.passkeys.map((passkey) => (
        <Details key={passkey.id} summary={`${passkey.name} – ${passkey.lastUsedAt ? t.passkeyUsed(formatDate(passkey.lastUsedAt, rq.locale)) : t.passkeyUnused}`} open={error?.form === `passkey-${passkey.id}`}>
          <Form action={`${base}/passkeys/entfernen`} label={`${t.passkeyRemove}: ${passkey.name}`}>
            <input type="hidden" name="id" value={passkey.id} />
            <CurrentPassword {...part} form={`passkey-${passkey.id}`} />
            <Button variant="danger">{t.passkeyRemove}</Button>
          </Form>
        </Details>
      ))}
      <Details summary={t.passkeyAdd} open={error?.form === 'passkey'}>
        <noscript>
          <p class="kern-body">{t.passkeyScript}</p>
        </noscript>
        <PasskeyForm action={`${base}/passkeys`} optionsFrom={`${base}/passkeys/optionen`} ceremony="create" label={t.passkeyAdd} failed={t.passkeyFailed} primary>
          <TextField id="passkey-name" name="name" label={t.passkeyName} hint={t.passkeyNameHint} width={20} maxlength={80} />
          <CurrentPassword {...part} form="passkey" />
        </PasskeyForm>
      </Details>
    </Section>
  );
}

function CodesPart(part: Part) {
  const { rq, base, state, error } = part;
  const t = securityTexts(rq.locale);
  return (
    <Section title={t.codes} id="codes">
      <p class="kern-body">
        {t.codesWhy} {t.codesLeft(state.recoveryCodes)}
      </p>
      <Details summary={t.codesNew} open={error?.form === 'codes'}>
        <Form action={`${base}/codes`} label={t.codesNew}>
          <CurrentPassword {...part} form="codes" />
          <Button>{t.codesNew}</Button>
        </Form>
      </Details>
    </Section>
  );
}

function ProviderPart(part: Part & { provider: Provider }) {
  const { rq, base, state, error, provider } = part;
  const { name, key } = provider;
  const form = `anbieter-${key}`;
  const t = securityTexts(rq.locale);
  const identity = state.identities.find((one) => one.issuer === issuerOf(provider));
  return (
    <Section title={t.provider(name)} id={form}>
      <p class="kern-body">{identity ? t.providerOn(name) : t.providerOff(name)}</p>
      {identity ? (
        <Details summary={t.providerUnlink} open={error?.form === form}>
          <Form action={`${base}/trennen`} label={t.providerUnlink}>
            <input type="hidden" name="issuer" value={identity.issuer} />
            <CurrentPassword {...part} form={form} />
            <Button variant="danger">{t.providerUnlink}</Button>
          </Form>
        </Details>
      ) : (
        <Button href={`/anmelden/extern?anbieter=${key}&verbinden=1`} icon="account">
          {t.providerLink(name)}
        </Button>
      )}
    </Section>
  );
}

function SessionsPart({ rq, base, state }: Part) {
  const t = securityTexts(rq.locale);
  return (
    <Section
      title={t.sessions}
      id="geraete"
      actions={
        state.sessions.length > 1 && (
          <form method="post" action={`${base}/sitzungen/andere`}>
            <Button size="small">{t.sessionsEndOthers}</Button>
          </form>
        )
      }
    >
      <Table
        caption={t.sessions}
        captionHidden
        rows={state.sessions}
        rowKey={(row) => row.id}
        stack
        columns={[
          { key: 'device', head: t.device, rowHead: true, cell: (row) => <>{describeUserAgent(row.userAgent) ?? t.deviceUnknown} {row.id === rq.session?.id && <Badge state="done">{t.sessionHere}</Badge>}</> },
          { key: 'since', head: t.since, cell: (row) => <Time at={row.createdAt} /> },
          { key: 'seen', head: t.seen, cell: (row) => <Time at={row.lastSeenAt} /> },
          {
            key: 'end', head: t.sessionEnd, headHidden: true,
            cell: (row) => row.id !== rq.session?.id && (
              <form method="post" action={`${base}/sitzungen/beenden`}>
                <input type="hidden" name="id" value={row.id} />
                <Button size="small" variant="tertiary" attributes={{ 'aria-label': `${t.sessionEnd}: ${describeUserAgent(row.userAgent) ?? t.deviceUnknown}` }}>{t.sessionEnd}</Button>
              </form>
            ),
          },
        ]}
      />
    </Section>
  );
}
