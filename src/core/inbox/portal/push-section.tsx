import { describeUserAgent } from '#platform/auth';
import type { Locale } from '#platform/i18n';
import { Alert, Button, Enhanced, Row, Section, Stack, Table, Time } from '#platform/ui';
import type { PushDevice } from '../notices/push-devices.ts';
import { noticeTexts } from './notice-texts.ts';

type Shown = { path: string; publicKey: string; devices: PushDevice[]; locale: Locale };

/** Notifications of browsers: what this one can do only its own script finds out, so every answer stands here already and one of them is shown. */
export function PushSection({ path, publicKey, devices, locale }: Shown) {
  const t = noticeTexts(locale);
  return (
    <Section title={t.pushTitle} id="geraete">
      <Enhanced name="push-device" start="load">
        <Stack>
          <p class="kern-body">{t.pushLead}</p>
          <p class="kern-body muted" data-without-script>
            {t.pushScript}
          </p>
          <div role="status" data-this={t.pushThis}>
            <p class="kern-body" data-state="busy" hidden>
              {t.busy}
            </p>
            {(['unsupported', 'denied', 'failed'] as const).map((state) => (
              <div key={state} data-state={state} hidden>
                <Alert kind={state === 'failed' ? 'warning' : 'info'} title={t[state]}>
                  {t[`${state}Text`]}
                </Alert>
              </div>
            ))}
          </div>
          <form method="post" action={`${path}/geraete`} data-key={publicKey} data-state="off" hidden>
            {['endpoint', 'publicKey', 'authSecret'].map((name) => (
              <input key={name} type="hidden" name={name} value="" />
            ))}
            <Button variant="secondary" icon="bell">
              {t.pushAdd}
            </Button>
          </form>
          {devices.length > 0 && <Devices path={path} devices={devices} locale={locale} />}
        </Stack>
      </Enhanced>
    </Section>
  );
}

function Devices({ path, devices, locale }: Omit<Shown, 'publicKey'>) {
  const t = noticeTexts(locale);
  const nameOf = (row: PushDevice): string => describeUserAgent(row.userAgent) ?? t.unknown;
  const button = (row: PushDevice, { way, label }: { way: string; label: string }) => (
    <form method="post" action={`${path}/geraete/${row.id}/${way}`}>
      <Button size="small" variant="tertiary" attributes={{ 'aria-label': `${label}: ${nameOf(row)}` }}>
        {label}
      </Button>
    </form>
  );
  return (
    <Table
      caption={t.devices}
      stack
      rows={devices}
      rowKey={(row) => row.id}
      columns={[
        { key: 'device', head: t.device, rowHead: true, cell: (row) => <span data-device={row.endpointHash}>{nameOf(row)}</span> },
        { key: 'since', head: t.since, cell: (row) => <Time at={row.createdAt} /> },
        {
          key: 'what', head: t.what, headHidden: true,
          cell: (row) => (
            <Row gap="small">
              {button(row, { way: 'probe', label: t.tryOut })}
              {button(row, { way: 'entfernen', label: t.remove })}
            </Row>
          ),
        },
      ]}
    />
  );
}
