import { view, type Rq, type Site, type View } from '#platform/http';
import { contentLocale } from '#platform/i18n';
import { Alert, Button, Details, ErrorSummary, Form, Link, PageHeader, Prose, Stack, TextField, ContentBlock } from '#platform/ui';
import { providersOf } from '../providers.ts';
import { samplesFor, type SampleSignIn } from '../sample-sign-ins.ts';
import { signInTexts } from '../sign-in-texts.ts';
import { kindOf, pathsOf } from '../site-paths.ts';
import { PasskeyForm } from './passkey-form.tsx';

export type SignInState = {
  email?: string;
  next?: string | undefined;
  /** Text per field; `form` belongs to the whole form. */
  errors?: { email?: string; password?: string; form?: string };
  notice?: { kind: 'info' | 'warning'; title: string; text?: string };
  status?: number;
};

/** The page with every way in that this installation offers. */
export function signInPage(rq: Rq, site: Site, state: SignInState): View {
  const t = signInTexts(rq.locale);
  const title = site === 'office' ? t.officeSignIn : t.signIn;
  const otherKind = rq.actor.kind !== 'anonymous' && rq.actor.kind !== kindOf(site);
  const body = (
    <Stack gap="large">
      <Errors state={state} />
      <PageHeader title={title} lead={site === 'portal' ? t.noAccountNeeded : undefined} />
      {state.notice && (
        <Alert kind={state.notice.kind} title={state.notice.title} role="status">
          {state.notice.text}
        </Alert>
      )}
      {otherKind && <Alert kind="info" title={t.otherKind} />}
      <PasswordForm site={site} state={state} t={t} />
      <OtherWays rq={rq} site={site} state={state} />
      <ContentBlock locale={rq.locale}>
        <Samples rq={rq} site={site} state={state} />
      </ContentBlock>
    </Stack>
  );
  return view({ title, status: state.status ?? (state.errors ? 422 : 200), body, width: 'narrow', noIndex: true, islands: true });
}

type Words = ReturnType<typeof signInTexts>;

function Errors({ state }: { state: SignInState }) {
  const { email, password, form } = state.errors ?? {};
  const errors = [...(form ? [{ text: form, id: 'email' }] : []), ...(email ? [{ id: 'email', text: email }] : []), ...(password ? [{ id: 'password', text: password }] : [])];
  return <ErrorSummary errors={errors} />;
}

function PasswordForm({ site, state, t }: { site: Site; state: SignInState; t: Words }) {
  const paths = pathsOf(site);
  return (
    <Form action={paths.signIn} label={t.signIn}>
      {state.next && <input type="hidden" name="weiter" value={state.next} />}
      <TextField name="email" type="email" label={t.email} value={state.email} autocomplete="username" required error={state.errors?.email} spellcheck={false} />
      <TextField name="password" type="password" label={t.password} autocomplete="current-password" required error={state.errors?.password} />
      <div class="kern-btn-wrapper button-row">
        <Button variant="primary">{t.signIn}</Button>
      </div>
      <p class="kern-body">
        <Link href={paths.forgot}>{t.forgot}</Link>
      </p>
    </Form>
  );
}

function OtherWays({ rq, site, state }: { rq: Rq; site: Site; state: SignInState }) {
  const t = signInTexts(rq.locale);
  const paths = pathsOf(site);
  const next = state.next ? `?weiter=${encodeURIComponent(state.next)}` : '';
  return (
    <Stack>
      <PasskeyForm action={paths.passkey} optionsFrom={paths.passkeyOptions} ceremony="get" label={t.withPasskey} failed={t.passkeyFailed} hidden={state.next ? { weiter: state.next } : {}} />
      {site === 'portal' &&
        providersOf(rq.platform).map((one) => (
          <div key={one.key}>
            <Button href={`/anmelden/extern?${new URLSearchParams({ anbieter: one.key, ...(state.next ? { weiter: state.next } : {}) })}`} icon="account" block>
              {t.withProvider(one.name)}
            </Button>
            {one.mostTrust !== 'basic' && <p class="kern-body kern-body--small muted">{one.mostTrust === 'high' ? t.provesHigh : t.provesSubstantial}</p>}
          </div>
        ))}
      {site === 'portal' && (
        <p class="kern-body">
          {t.noAccountYet} <Link href={`/registrieren${next}`}>{t.makeAccount}</Link>
        </p>
      )}
    </Stack>
  );
}

/** Demo only: who one can be. Each button fills the form through the address, so it works without JavaScript. */
function Samples({ rq, site, state }: { rq: Rq; site: Site; state: SignInState }) {
  const samples = samplesFor(rq.platform, kindOf(site));
  const [first] = samples;
  if (!first) return null;
  const t = signInTexts(contentLocale(rq.locale));
  const href = (one: SampleSignIn): string => `${pathsOf(site).signIn}?${new URLSearchParams({ als: one.email, ...(state.next ? { weiter: state.next } : {}) })}`;
  return (
    <Details summary={t.samples} open={Boolean(state.email)}>
      <Prose>
        <p>{t.samplesHint(first.password)}</p>
        <ul>
          {samples.map((one) => (
            <li key={one.email}>
              <Link href={href(one)}>{one.name}</Link> – {one.note}
            </li>
          ))}
        </ul>
      </Prose>
    </Details>
  );
}
