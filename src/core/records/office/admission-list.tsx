import { findStaffByText } from '#core/organisation';
import { page, redirect } from '#platform/http';
import { Button, Details, Form, Section, TextField } from '#platform/ui';
import { z } from 'zod';
import { admit, dismiss, type Admission, type AdmissionTarget } from '../access/admit.ts';
import { problem } from '../problems.ts';

type Props = { target: AdmissionTarget; admissions: Admission[]; manages: boolean };

/** Who is admitted by name, beyond office and role. */
export function AdmissionList({ target, admissions, manages }: Props) {
  if (!manages && admissions.length === 0) return null;
  return (
    <Section title="Außerdem zugelassen">
      {admissions.length === 0 ? <p class="muted">Niemand über die Rechte des Amtes hinaus.</p> : (
        <ul class="plan-tree">
          {admissions.map((one) => (
            <li key={`${one.kind}${one.holder}`}>
              {one.name}
              {manages && (
                <Form action="/office/akten/zulassung/ende" inline label={`Zulassung ${one.name}`}>
                  <Target target={target} />
                  <input type="hidden" name="art" value={one.kind} />
                  <Button size="small" variant="tertiary" name="wer" value={one.holder}>
                    Beenden<span class="kern-sr-only"> für {one.name}</span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {manages && (
        <Details summary="Person oder Gruppe zulassen">
          <Form action="/office/akten/zulassung">
            <Target target={target} />
            <TextField name="wer" label="Name, E-Mail oder Gruppe" hint="Gruppe: steueramt oder steueramt/leitung" maxlength={200} />
            <Button size="small">Zulassen</Button>
          </Form>
        </Details>
      )}
    </Section>
  );
}

const Target = ({ target }: { target: AdmissionTarget }) => (
  <>
    <input type="hidden" name="ziel" value={target.type} />
    <input type="hidden" name="id" value={target.id} />
  </>
);

const target = z.object({ ziel: z.enum(['file', 'case-file', 'document']), id: z.uuid() });
const places = { file: 'akten', 'case-file': 'vorgangsakten', document: 'dokumente' } as const;

export const admitRoute = page({
  method: 'POST',
  path: '/office/akten/zulassung',
  site: 'office',
  access: 'staff',
  body: target.extend({ wer: z.string().max(200).default('') }),
  handle: async (rq) => {
    const { ziel, id, wer } = rq.body;
    await rq.transact(async (ctx) => {
      const typed = wer.trim();
      const group = /^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(typed);
      const people = group ? [] : await findStaffByText(ctx, typed);
      if (!group && people.length !== 1) throw problem('records/no-such-person');
      await admit(ctx, { target: { type: ziel, id }, kind: group ? 'group' : 'account', holder: group ? typed : (people[0]?.id ?? '') });
    });
    return redirect(`/office/${places[ziel]}/${id}`, { flash: 'Die Zulassung ist eingetragen.' });
  },
});

export const dismissRoute = page({
  method: 'POST',
  path: '/office/akten/zulassung/ende',
  site: 'office',
  access: 'staff',
  body: target.extend({ art: z.enum(['account', 'group']), wer: z.string().max(200) }),
  handle: async (rq) => {
    const { ziel, id, art, wer } = rq.body;
    await rq.transact((ctx) => dismiss(ctx, { target: { type: ziel, id }, kind: art, holder: wer }));
    return redirect(`/office/${places[ziel]}/${id}`, { flash: 'Die Zulassung ist beendet.' });
  },
});
