import { isDeepStrictEqual } from 'node:util';
import { Fragment } from 'preact';
import type { VNode } from 'preact';
import { tr } from '#platform/i18n';
import { Alert, Button, Checkbox, DescriptionList, Details, Fieldset, Prose, Stack } from '#platform/ui';
import type { CompiledElement, CompiledField, CompiledForm, CompiledGroup, CompiledInfo, CompiledRepeat, FormData, FormEnv, Json } from './compiled.ts';
import { showsRadios } from './field-facts.ts';
import { appearance, evaluate, insideGroup, insideRow, isHidden, openState, pathOf, rootPlace, rowCount } from './form-state.ts';
import type { Place } from './form-state.ts';
import type { FileAnswer } from './field-types/file.ts';
import { engineNames, fieldHtmlId, shownMark } from './input-names.ts';
import { getPage } from './pages.ts';
import type { PrefilledFrom } from './prefill.ts';
import { plainText } from './plain-text.tsx';
import type { Typed } from './posted-body.ts';
import { drawn, typedText } from './render-context.ts';
import type { Drawing, Drawn, FileOffer } from './render-context.ts';
import { renderInput } from './render-input.tsx';
import type { FieldError } from './validate.ts';
import { words } from './words.ts';

export type RenderPage = {
  form: CompiledForm;
  pageId: string;
  data: FormData;
  /** Also says the language. */
  env: FormEnv;
  /** From parsePage, when the page is shown again. */
  typed?: Typed;
  errors?: FieldError[];
  /** Link to a stored file. */
  fileHref?: (file: FileAnswer) => string;
  /** What stands beneath a question for files: other ways to a file than choosing one on this device. */
  fileOffer?: FileOffer;
  /** HTML id that gets the focus, from `ParsedPage.action`. */
  focus?: string;
  /** Where answers came from (prefillData) and the words for a source: "Aus Ihrem Konto". Shown until the person changes the answer. */
  sources?: Record<string, PrefilledFrom>;
  sourceWords?: (from: string) => string | undefined;
  /** Clerks get the browser's own date and time inputs; citizens three fields. */
  forStaff?: boolean;
  /** The page stands in one <form> with other pages of the same form: its own mark is called by its name, so that no name is there twice. */
  amongOthers?: boolean;
};

export type RenderedPage = {
  /** The fields, without <form>, heading and buttons. */
  fields: VNode;
  /** For <ErrorSummary errors={…}> of #platform/ui. */
  summary: { id?: string; text: string }[];
  /** The <form> needs enctype="multipart/form-data". */
  hasFiles: boolean;
};

/** Draws the questions of one page as they stand: visible ones, with what was typed or stored and the errors beside them. */
export function renderPage(options: RenderPage): RenderedPage {
  const { form, data, env, errors = [] } = options;
  const page = getPage(form, options.pageId);
  const state = openState(form, data, env);
  const drawing: Drawing = {
    state,
    locale: state.locale,
    typed: options.typed ?? {},
    errors: new Map(errors.toReversed().map((error) => [error.path, error])),
    fileHref: options.fileHref,
    fileOffer: options.fileOffer,
    focus: options.focus,
    forStaff: options.forStaff ?? false,
    sourceOf: (path, value) => wordsOfSource(options, path, value),
    shown: new Set(),
    hasFiles: false,
    hasButtons: false,
  };
  const elements = renderElements(drawing, page.children, { place: rootPlace(state), inactive: false });
  const fields = (
    <>
      {drawing.hasButtons && <FirstButton drawing={drawing} />}
      {elements}
      <input type="hidden" name={shownMark(options.amongOthers ? page.id : undefined)} value={[...drawing.shown].join(' ')} />
    </>
  );
  const summary = [...new Map(errors.map((error) => [`${error.id} ${error.message}`, { id: error.id, text: error.message }])).values()];
  return { fields, summary, hasFiles: drawing.hasFiles };
}

function wordsOfSource({ sources = {}, sourceWords }: RenderPage, path: string, value: Json | undefined): string | undefined {
  const source = Object.hasOwn(sources, path) ? sources[path] : undefined;
  return source && isDeepStrictEqual(source.value, value) ? sourceWords?.(source.from) : undefined;
}

// Enter in a text field presses the form's first button: without this one it would take the first row away.
function FirstButton({ drawing }: { drawing: Drawing }) {
  return (
    <button type="submit" class="kern-sr-only" tabindex={-1} aria-hidden="true">
      {words(drawing.locale).next}
    </button>
  );
}

/** `inactive`: drawn inside an answer that is not chosen now, or in a row that nobody has begun; conditions are then evaluated on the spot. */
type Around = { place: Place; inactive: boolean; nested?: boolean };

function isShown(drawing: Drawing, element: CompiledElement, { place, inactive }: Around): boolean {
  if (!element.condition) return true;
  return inactive ? evaluate(drawing.state, element.condition, place) === true : !isHidden(drawing.state, element, place);
}

function renderElements(drawing: Drawing, children: CompiledElement[], around: Around): VNode[] {
  const nested = new Set(children.flatMap((child) => (child.kind === 'field' && showsRadios(child.definition) ? [...child.reveals.values()].flat() : [])));
  return children.flatMap((child) => {
    if (nested.has(child) || !isShown(drawing, child, around)) return [];
    return [renderElement(drawing, child, around)];
  });
}

function renderElement(drawing: Drawing, element: CompiledElement, around: Around): VNode {
  if (element.condition) drawing.shown.add(appearance(element, around.place.rows));
  switch (element.kind) {
    case 'field':
      return renderField(drawing, element, around);
    case 'info':
      return renderInfo(drawing, element);
    case 'group':
      return renderGroup(drawing, element, around);
    case 'repeat':
      return renderRepeat(drawing, element, around);
  }
}

function renderField(drawing: Drawing, field: CompiledField, around: Around): VNode {
  const one = drawn(drawing, field, around.place);
  const inside = (option: string): VNode[] =>
    (field.reveals.get(option) ?? []).map((element) => {
      const inactive = around.inactive || isHidden(drawing.state, element, around.place);
      return renderElement(drawing, element, { place: around.place, inactive, nested: true });
    });
  const help = renderHelp(one);
  const dontKnow = field.definition.dontKnow && !showsRadios(field.definition) ? renderDontKnow(one) : undefined;
  const input = renderInput(one, inside);
  if (!help && !dontKnow) return <Fragment key={one.path}>{input}</Fragment>;
  return (
    <Stack gap="small" key={one.path}>
      {input}
      {dontKnow}
      {help}
    </Stack>
  );
}

function renderDontKnow({ drawing, path, id, value, field }: Drawn): VNode {
  const name = engineNames.dontKnow + path;
  const posted = Object.keys(drawing.typed).length > 0;
  const checked = posted ? typedText(drawing, name) !== undefined : value === null;
  // The words alone would be the same for every question of the page.
  const label = (
    <>
      {words(drawing.locale).dontKnow}
      <span class="kern-sr-only">: {tr(field.definition.label, drawing.locale)}</span>
    </>
  );
  return <Checkbox id={`${id}-dontKnow`} name={name} value="true" checked={checked} label={label} locale={drawing.locale} />;
}

function renderHelp({ drawing, field, id }: Drawn): VNode | undefined {
  const { help, purpose, legalBasis, retention } = field.definition;
  const say = words(drawing.locale);
  const facts = [
    [say.purpose, purpose && tr(purpose, drawing.locale)],
    [say.legalBasis, legalBasis],
    [say.retention, retention],
  ].flatMap(([term, value]) => (term && value ? [{ term, value }] : []));
  if (!help && facts.length === 0) return undefined;
  return (
    <>
      {help && (
        <Details summary={say.more} id={`${id}-help`}>
          {plainText(tr(help, drawing.locale))}
        </Details>
      )}
      {facts.length > 0 && (
        <Details summary={say.why} id={`${id}-why`}>
          <DescriptionList items={facts} stacked />
        </Details>
      )}
    </>
  );
}

function renderInfo(drawing: Drawing, { definition, uid }: CompiledInfo): VNode {
  const text = plainText(tr(definition.text, drawing.locale));
  const title = definition.title && tr(definition.title, drawing.locale);
  if (definition.appearance === 'note' || definition.appearance === 'warning') {
    const [first, ...rest] = text;
    return (
      <Alert key={uid} kind={definition.appearance === 'note' ? 'info' : 'warning'} title={title ?? first?.props.children}>
        {title ? text : rest.length > 0 ? rest : undefined}
      </Alert>
    );
  }
  return (
    <Prose key={uid}>
      {title && <h2 class="kern-heading-small">{title}</h2>}
      {text}
    </Prose>
  );
}

function renderGroup(drawing: Drawing, group: CompiledGroup, around: Around): VNode {
  const { definition, parent } = group;
  const id = `f-group-${group.uid}`;
  // A group that is the whole topic of its page needs no second heading with the same words (imports from FIM are made so).
  if (parent.kind === 'page' && !definition.hint && tr(parent.title, drawing.locale) === tr(definition.label, drawing.locale)) {
    return <Fragment key={id}>{renderElements(drawing, group.children, { ...around, place: insideGroup(group.key, around.place) })}</Fragment>;
  }
  return (
    <Fieldset
      key={id}
      id={id}
      legend={tr(definition.label, drawing.locale)}
      legendSize={around.nested ? 'label' : 'medium'}
      hint={definition.hint && tr(definition.hint, drawing.locale)}
      locale={drawing.locale}
    >
      {renderElements(drawing, group.children, { ...around, nested: true, place: insideGroup(group.key, around.place) })}
    </Fieldset>
  );
}

function renderRepeat(drawing: Drawing, repeat: CompiledRepeat, around: Around): VNode {
  const { definition } = repeat;
  const path = pathOf(repeat, around.place);
  const id = fieldHtmlId(path);
  const say = words(drawing.locale);
  const count = Math.max(rowCount(repeat, around.place), repeat.min);
  const addLabel = definition.addLabel ? tr(definition.addLabel, drawing.locale) : say.add(tr(definition.itemLabel, drawing.locale));
  drawing.hasButtons = true;
  return (
    <div key={id} id={id} tabindex={-1} autofocus={drawing.focus === id || undefined}>
      <Fieldset
        id={`${id}-list`}
        legend={tr(definition.label, drawing.locale)}
        legendSize={around.nested ? 'label' : 'medium'}
        hint={definition.hint && tr(definition.hint, drawing.locale)}
        error={drawing.errors.get(path)?.message}
        locale={drawing.locale}
      >
        {Array.from({ length: count }, (_, row) => renderRow(drawing, repeat, { around, row, removable: count > repeat.min }))}
        <input type="hidden" name={engineNames.rows + path} value={count} />
        {count < repeat.max ? (
          <Button name={engineNames.add + path} value="1" icon="add">
            {addLabel}
          </Button>
        ) : (
          <p class="kern-body">{say.moreRows(repeat.max)}</p>
        )}
      </Fieldset>
    </div>
  );
}

type Row = { around: Around; row: number; removable: boolean };

function renderRow(drawing: Drawing, repeat: CompiledRepeat, { around, row, removable }: Row): VNode {
  const place = insideRow(repeat, around.place, row);
  const path = place.prefix.slice(0, -1);
  const id = fieldHtmlId(path);
  const name = `${tr(repeat.definition.itemLabel, drawing.locale)} ${row + 1}`;
  return (
    <div key={id} id={id} tabindex={-1} autofocus={drawing.focus === id || undefined}>
      <Fieldset legend={name} legendSize="label" id={`${id}-row`} locale={drawing.locale}>
        {renderElements(drawing, repeat.children, { ...around, nested: true, place, inactive: around.inactive || place.row === undefined })}
        {removable && (
          <Button variant="tertiary" name={engineNames.remove + path} value="1" icon="delete">
            {words(drawing.locale).remove(name)}
          </Button>
        )}
      </Fieldset>
    </div>
  );
}
