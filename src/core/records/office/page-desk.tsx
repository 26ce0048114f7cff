import { Button, Details, Enhanced, Form, Link, Pagination, SelectField, TextArea, Time } from '#platform/ui';
import { stamps, type Annotation } from '../annotations/annotate.ts';
import { PageView, type ShownPage } from './page-view.tsx';
import type { DocumentView } from './read-document-view.ts';

const THUMBS = 12;

/** One page of a document with what lies above it, thumbnails beside it, and the form for a note or stamp. */
export function PageDesk({ shown, page }: { shown: DocumentView; page: ShownPage }) {
  const { document } = shown;
  const here = shown.annotations.filter((one) => one.page === page.number);
  const href = (number: number): string => `/office/dokumente/${document.id}?${new URLSearchParams({ seite: String(number), ...(page.version === document.version ? {} : { fassung: String(page.version) }) })}`;
  const first = Math.max(1, Math.min(page.number - 3, page.count - THUMBS + 1));
  const thumbs = Array.from({ length: Math.min(THUMBS, page.count) }, (_, at) => first + at);
  return (
    <div class="page-desk">
      {page.count > 1 && (
        <nav class="thumbs" aria-label="Seiten">
          {thumbs.map((number) => (
            <a key={number} class="thumbs__page" href={href(number)} aria-current={number === page.number ? 'page' : undefined}>
              <img src={`/office/dokumente/${document.id}/seiten/${number}?fassung=${page.version}&klein=1`} alt="" width={80} loading="lazy" />
              <span>Seite {number}</span>
            </a>
          ))}
        </nav>
      )}
      <div class="page-desk__main">
        <Enhanced name="place-note">
          <PageView page={page} title={document.title} annotations={here} />
          {page.count > 1 && <Pagination noun="Seiten" shown={page.number} total={page.count} previous={page.number > 1 ? href(page.number - 1) : undefined} next={page.number < page.count ? href(page.number + 1) : undefined} />}
          {here.length > 0 && <Annotations documentId={document.id} annotations={here} page={page.number} />}
          {shown.works && <NoteForm documentId={document.id} page={page.number} />}
        </Enhanced>
        {shown.works && (
          <p>
            <Link href={`/office/dokumente/${document.id}/schwaerzen?seite=${page.number}`} icon="eye" size="small">
              Für eine Akteneinsicht schwärzen
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

const kinds = { note: 'Notiz', stamp: 'Stempel', mark: 'Markierung' };

function Annotations({ documentId, annotations, page }: { documentId: string; annotations: Annotation[]; page: number }) {
  return (
    <ol class="notes">
      {annotations.map((one) => (
        <li key={one.id}>
          <strong>{kinds[one.kind]}</strong> {one.text} <span class="muted">{one.createdBy}, <Time at={one.createdAt} /></span>
          {one.own && (
            <Form action={`/office/dokumente/${documentId}/notizen/entfernen`} inline label="Notiz entfernen">
              <input type="hidden" name="seite" value={page} />
              <Button size="small" variant="tertiary" name="id" value={one.id} icon="delete">
                Entfernen
              </Button>
            </Form>
          )}
        </li>
      ))}
    </ol>
  );
}

function NoteForm({ documentId, page }: { documentId: string; page: number }) {
  return (
    <Details summary="Notiz oder Stempel auf diese Seite">
      <Form action={`/office/dokumente/${documentId}/notizen`}>
        <input type="hidden" name="seite" value={page} />
        <input type="hidden" name="x" value="" />
        <input type="hidden" name="y" value="" />
        <SelectField name="was" label="Was" value="note" placeholder={false} options={[{ value: 'note', label: 'Notiz' }, { value: 'mark', label: 'Markierung' }, ...stamps.map((stamp) => ({ value: `stamp:${stamp}`, label: `Stempel „${stamp}“` }))]} />
        <TextArea name="text" label="Text" rows={2} maxlength={1000} required={false} hint="Das Original bleibt unverändert; die Notiz liegt darüber." />
        <SelectField
          name="wo"
          label="Wo"
          value="oben-rechts"
          placeholder={false}
          options={[{ value: 'oben-links', label: 'oben links' }, { value: 'oben-rechts', label: 'oben rechts' }, { value: 'mitte', label: 'in der Mitte' }, { value: 'unten-links', label: 'unten links' }, { value: 'unten-rechts', label: 'unten rechts' }]}
          hint="Mit JavaScript: einfach auf die Seite klicken."
        />
        <Button size="small">Anbringen</Button>
      </Form>
    </Details>
  );
}
