import { countWork, filterOf, listNotices, reachOf, type Notice } from '#core/cases';
import { listSubstitutions } from '#core/organisation';
import { accountNames } from '#platform/auth';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, Form, Link, Section, Time } from '#platform/ui';

/** Somebody for whom this person stands in today, with what lies there. */
type StandIn = { absentId: string; name: string; until: string; tasks: number };
export type DeskHints = { notices: Notice[]; standIns: StandIn[] };

/** What a person should know before the lists: deadlines in danger, colleagues to stand in for. */
export async function readHints(ctx: Ctx): Promise<DeskHints> {
  return { notices: await listNotices(ctx), standIns: ctx.actor.actingFor ? [] : await listStandIns(ctx) };
}

async function listStandIns(ctx: Ctx): Promise<StandIn[]> {
  const substitutions = await listSubstitutions(ctx, { substituteId: ctx.actor.id ?? '', at: 'today' });
  const names = await accountNames(ctx, substitutions.map(({ absentId }) => absentId));
  const found: StandIn[] = [];
  for (const [absentId, name] of names) {
    const acting: Ctx = { ...ctx, actor: { ...ctx.actor, actingFor: { id: absentId, name } } };
    const reach = await reachOf(acting);
    const tasks = (await countWork(acting, reach, filterOf({ ansicht: 'meine' } as never))) + (await countWork(acting, reach, filterOf({ ansicht: 'gruppe' } as never)));
    found.push({ absentId, name, until: substitutions.filter((one) => one.absentId === absentId).map(({ endsOn }) => endsOn).sort().at(-1) ?? '', tasks });
  }
  return found;
}

export function DeskHintList({ hints }: { hints: DeskHints }) {
  return (
    <>
      {hints.standIns.map((one) => (
        <Alert key={one.absentId} kind="info" title={`Sie vertreten ${one.name} bis ${formatDate(one.until)}`}>
          <Form action="/office/vertretung/handeln" inline label={`Vertretung für ${one.name}`}>
            <input type="hidden" name="absentId" value={one.absentId} />
            <span>{one.tasks === 0 ? 'Dort liegt gerade nichts.' : one.tasks === 1 ? 'Dort liegt eine Aufgabe.' : `Dort liegen ${one.tasks} Aufgaben.`}</span>
            <Button size="small">In Vertretung arbeiten</Button>
          </Form>
        </Alert>
      ))}
      {hints.notices.length > 0 && <Notices notices={hints.notices} />}
    </>
  );
}

function Notices({ notices }: { notices: Notice[] }) {
  return (
    <Section
      title="Hinweise"
      id="hinweise"
      actions={
        <Form action="/office/hinweise/gelesen" inline label="Alle Hinweise weglegen">
          <Button size="small" variant="tertiary">
            Alle weglegen
          </Button>
        </Form>
      }
    >
      <ul class="file-list" aria-label="Hinweise an Sie">
        {notices.map((one) => (
          <li class="file-list__item" key={one.id}>
            <span class="file-list__name">
              <Link href={`/office/vorgaenge/${one.caseId}${one.taskId ? `?aufgabe=${one.taskId}` : ''}`}>{one.text}</Link>
              <span class="muted">
                {' '}
                <Time at={one.createdAt} />
              </span>
            </span>
            <Form action="/office/hinweise/gelesen" inline label="Hinweis weglegen">
              <input type="hidden" name="hinweis" value={one.id} />
              <Button size="small" attributes={{ 'aria-label': `Weglegen: ${one.text}` }}>
                Weglegen
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </Section>
  );
}
