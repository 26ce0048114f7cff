import { view, type Cookie, type Rq, type View } from '#platform/http';
import { Alert, Button, PageHeader, Prose, Stack } from '#platform/ui';
import { securityTexts } from '../security-texts.ts';

/** The only time the codes are readable. */
export function recoveryCodesPage(rq: Rq, { codes, next, cookies = [] }: { codes: string[]; next: string; cookies?: Cookie[] }): View {
  const t = securityTexts(rq.locale);
  return view({
    title: t.codesShown,
    width: 'narrow',
    noIndex: true,
    cookies,
    body: (
      <Stack gap="large">
        <PageHeader title={t.codesShown} />
        <Alert kind="warning" title={t.codesKeep} />
        <Prose>
          <ul>
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </Prose>
        <Button variant="primary" href={next}>
          {t.goOn}
        </Button>
      </Stack>
    ),
  });
}
