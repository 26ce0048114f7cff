import { z } from 'zod';
import { getAccount } from '#platform/auth';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { notFound, type Ctx } from '#platform/module';
import { ConfirmPage, type ConfirmPageProps } from '#platform/ui';
import { blockStaffMember, endAssignment, inviteStaffMember, listAssignments, resetStaffFactors, unblockStaffMember } from '#core/organisation';
import { crumbsOf, PEOPLE } from './crumbs.ts';
import { idParams } from './form-input.ts';

type Question = Pick<ConfirmPageProps, 'consequences' | 'undo' | 'confirm' | 'danger'> & { title(name: string): string };
const path = (id: string): string => `/office/verwaltung/personen/${id}`;
const common = { site: 'office', access: 'may:admin/people', params: idParams } as const;

async function ask(rq: Rq<{ id: string }>, question: Question): Promise<Reply> {
  const account = await rq.read((ctx) => getAccount(ctx, rq.params.id));
  const title = question.title(account.name);
  const body = <ConfirmPage {...question} title={title} cancel={{ href: path(account.id), label: 'Abbrechen' }} />;
  return view({ title, body, crumbs: crumbsOf(PEOPLE, { label: account.name, href: path(account.id) }, { label: question.confirm }), width: 'narrow' });
}

async function run(rq: Rq<{ id: string }>, change: (ctx: Ctx, id: string) => Promise<unknown>, flash: string): Promise<Reply> {
  await rq.transact((ctx) => change(ctx, rq.params.id));
  return redirect(path(rq.params.id), { flash });
}

const block: Question = {
  title: (name) => `${name} sperren?`,
  consequences: ['Die Person wird sofort auf allen Geräten abgemeldet.', 'Sie kann sich nicht mehr anmelden.', 'Ihre offenen Aufgaben bleiben ihr zugeordnet. Verteilen Sie diese vorher oder richten Sie eine Vertretung ein.'],
  undo: 'Sie können die Sperre jederzeit aufheben.',
  confirm: 'Sperren',
  danger: true,
};
const resetFactor: Question = {
  title: (name) => `Zweiten Faktor von ${name} zurücksetzen?`,
  consequences: ['Authenticator-App, Passkeys und Wiederherstellungscodes werden gelöscht.', 'Die Person wird auf allen Geräten abgemeldet und bekommt eine E-Mail.', 'Bei der nächsten Anmeldung richtet sie einen neuen zweiten Faktor ein.'],
  undo: 'Das lässt sich nicht rückgängig machen. Vergewissern Sie sich vorher, dass wirklich diese Person darum bittet: persönlich oder durch Rückruf.',
  confirm: 'Zurücksetzen',
  danger: true,
};

const assignmentParams = z.object({ id: z.uuid(), assignment: z.uuid() });
async function askEndRole(rq: Rq<z.output<typeof assignmentParams>>): Promise<Reply> {
  const { id, assignment } = rq.params;
  const held = (await rq.read((ctx) => listAssignments(ctx, { accountIds: [id], all: true }))).find((one) => one.id === assignment);
  if (!held) throw notFound();
  return ask(rq, {
    title: (name) => `Rolle „${held.roleName}“ von ${name} beenden?`,
    consequences: [`Die Berechtigungen dieser Rolle in ${held.officeName} gelten ab sofort nicht mehr.`, 'Der Verlauf alter Vorgänge bleibt, wie er ist.'],
    undo: 'Sie können die Rolle wieder vergeben.',
    confirm: 'Rolle beenden',
    danger: true,
  });
}

/** Weighty steps ask once; the others are one button. */
export const personSteps: Route[] = [
  page({ ...common, method: 'GET', path: '/office/verwaltung/personen/:id/sperren', handle: (rq) => ask(rq, block) }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id/sperren', handle: (rq) => run(rq, blockStaffMember, 'Das Konto ist gesperrt.') }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id/entsperren', handle: (rq) => run(rq, unblockStaffMember, 'Das Konto ist entsperrt.') }),
  page({ ...common, method: 'GET', path: '/office/verwaltung/personen/:id/zweiter-faktor', handle: (rq) => ask(rq, resetFactor) }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id/zweiter-faktor', handle: (rq) => run(rq, resetStaffFactors, 'Der zweite Faktor ist zurückgesetzt.') }),
  page({ ...common, method: 'POST', path: '/office/verwaltung/personen/:id/einladen', handle: (rq) => run(rq, inviteStaffMember, 'Der Link ist unterwegs. Er gilt sieben Tage.') }),
  page({ ...common, params: assignmentParams, method: 'GET', path: '/office/verwaltung/personen/:id/rollen/:assignment', handle: askEndRole }),
  page({ ...common, params: assignmentParams, method: 'POST', path: '/office/verwaltung/personen/:id/rollen/:assignment', handle: (rq) => run(rq, (ctx) => endAssignment(ctx, rq.params.assignment), 'Die Rolle ist beendet.') }),
];
