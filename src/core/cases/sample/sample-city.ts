import { catalogueModule } from '#core/catalogue';
import { addStaffMember, assignRole, findOfficeByKey, organisationModule } from '#core/organisation';
import { partiesModule } from '#core/parties';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { authModule } from '#platform/auth';
import { frames, sessionResolver, type Frame } from '#platform/http';
import { SYSTEM, defineModule, seeds, type Actor, type Ctx, type JsonObject, type Module } from '#platform/module';
import { staffActor, testApp, type TestApp, type TestClient } from '#platform/testing';
import { h } from 'preact';
import { z } from 'zod';
import { casesModule } from '../module.ts';
import { openCase, type OpenedCase } from '../open-case.ts';
import { connectors, defineConnector, type ConnectorCall } from '../points.ts';
import { runCaseWork, runOutsideWork } from '../run-case-work.ts';
import { publishSample } from './sample-service.ts';

/** A city with one service and three clerks, for tests. */
export type SampleCity = {
  t: TestApp;
  versionId: string;
  officeId: string;
  /** What the sample connectors were asked. */
  calls: ConnectorCall<unknown>[];
  /** Set a message to make the letter fail. */
  trouble: { message: string | undefined };
  clerks: { carla: Actor; deniz: Actor; lead: Actor };
  /** A browser in which this person is signed in. */
  browser(actor: Actor): TestClient;
  /** Lets the worker do what is due. */
  work(): Promise<number>;
};

export async function sampleCity(extra: Module[] = []): Promise<SampleCity> {
  const calls: ConnectorCall<unknown>[] = [];
  const trouble: SampleCity['trouble'] = { message: undefined };
  const signedIn = new Map<string, Actor>();
  const number = defineConnector({ type: 'assign-number', label: 'Nummer vergeben', input: z.looseObject({}), mode: 'now', run: async () => ({ number: 'M-1' }) });
  const letter = defineConnector({
    type: 'send-letter',
    label: 'Schreiben senden',
    input: z.looseObject({ purpose: z.string() }),
    mode: 'background',
    run: async (_ctx, call) => {
      calls.push(call);
      if (trouble.message) throw new Error(trouble.message);
      return { documentId: 'd' };
    },
  });
  const here = defineModule({
    name: 'cases-test',
    contributes: [
      connectors.of(number),
      connectors.of(letter),
      frames.of(plainFrame),
      sessionResolver.of(async ({ token }) => {
        const actor = signedIn.get(token);
        return actor && { actor, session: { id: token, accountId: actor.id ?? '', kind: actor.kind as 'staff' | 'citizen', data: {} } };
      }),
    ],
  });
  const modules = [organisationModule, catalogueModule, partiesModule, recordsModule, processModule, casesModule];
  // sessions are those of the test; the tables of auth are needed for people
  const accounts: Module = { ...authModule, contributes: [] };
  const t = await testApp({ modules: [accounts, ...modules, here, ...extra] });
  try {
    return await furnish({ t, calls, trouble, signedIn });
  } catch (error) {
    await t.close(); // else a test that cannot begin never ends
    throw error;
  }
}

type Empty = Pick<SampleCity, 't' | 'calls' | 'trouble'> & { signedIn: Map<string, Actor> };

async function furnish({ t, calls, trouble, signedIn }: Empty): Promise<SampleCity> {
  for (const seed of t.platform.contributions(seeds).filter((one) => one.name === 'organisation/offices')) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  const { versionId, officeId, people } = await t.transact(SYSTEM, async (ctx) => {
    const office = await findOfficeByKey(ctx, 'steueramt');
    const id = office?.id ?? '';
    return { versionId: await publishSample(ctx), officeId: id, people: [await hire(ctx, 'Carla Sommer', id), await hire(ctx, 'Deniz Yıldız', id), await hire(ctx, 'Lea Leitner', id)] };
  });
  const [carla = '', deniz = '', lea = ''] = people;
  const clerk = (id: string, name: string, permissions = ['cases/read', 'cases/work']): Actor => staffActor(permissions, { id, name, officeId });
  return {
    t, versionId, officeId, calls, trouble,
    clerks: { carla: clerk(carla, 'Carla Sommer'), deniz: clerk(deniz, 'Deniz Yıldız'), lead: clerk(lea, 'Lea Leitner', ['cases/read', 'cases/work', 'cases/supervise']) },
    browser: (actor) => {
      signedIn.set(actor.id ?? '', actor);
      const client = t.client();
      client.cookies.set('stadtkern_session', actor.id ?? '');
      return client;
    },
    work: async () => {
      let done = 0;
      for (;;) {
        const more = (await runCaseWork(t.platform, t.tenantId)) + (await runOutsideWork(t.platform, t.tenantId));
        if (more === 0) return done;
        done += more;
      }
    },
  };
}

/** A page without the looks of the office: what it says and its context column. */
const plainFrame: Frame = {
  site: 'office',
  render: (page) => h('html', { lang: 'de' }, h('head', null, h('meta', { charset: 'utf-8' }), h('title', null, page.title)), h('body', null, h('main', null, page.body), h('aside', { 'aria-label': 'Zusammenhang' }, page.aside))),
};

async function hire(ctx: Ctx, name: string, officeId: string): Promise<string> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@stadt.example`;
  const accountId = await addStaffMember(ctx, { name, email, officeId });
  await assignRole(ctx, { accountId, roleKey: 'sachbearbeitung', officeId });
  return accountId;
}

/** Opens a case of the sample service; from 100 on a clerk has to look at it. */
export function openSample(city: SampleCity, data: JsonObject & { purpose: string; amount: number }, applicant: Partial<Parameters<typeof openCase>[1]['applicant']> = {}): Promise<OpenedCase> {
  return city.t.transact(SYSTEM, (ctx) => openCase(ctx, { versionId: city.versionId, data, applicant: { givenName: 'Anna', familyName: 'Weber', email: 'anna@example.org', ...applicant }, submittedAt: ctx.now }));
}
