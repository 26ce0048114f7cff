import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import type { CompiledField, Json } from './compiled.ts';
import type { FieldDefinition } from './definition.ts';
import type { FileAnswer } from './field-types/file.ts';
import { inputText } from './input-text.ts';
import { pathOf, valueAt } from './form-state.ts';
import type { FormState, Place } from './form-state.ts';
import { fieldHtmlId } from './input-names.ts';
import type { Typed } from './posted-body.ts';
import type { FieldError } from './validate.ts';

/** Draws the offer for one question; `chosen`: ids of the files that stand there already. */
export type FileOffer = (question: { path: string; definition: FieldDefinition; chosen: string[] }) => VNode | undefined;

/** What drawing a page needs everywhere. */
export type Drawing = {
  state: FormState;
  locale: Locale;
  typed: Typed;
  errors: Map<string, FieldError>;
  fileHref?: (file: FileAnswer) => string;
  fileOffer?: FileOffer;
  /** HTML id that gets the focus. */
  focus?: string;
  forStaff: boolean;
  /** Words for where an unchanged answer came from. */
  sourceOf: (path: string, value: Json | undefined) => string | undefined;
  /** Appearances of conditional elements that are on the page. */
  shown: Set<string>;
  hasFiles: boolean;
  hasButtons: boolean;
};

/** One field at one place, with what every kind of input needs. */
export type Drawn = {
  drawing: Drawing;
  field: CompiledField;
  place: Place;
  path: string;
  id: string;
  value: Json | undefined;
  error?: string;
};

/** Gathers a field's path, id, value and error. */
export function drawn(drawing: Drawing, field: CompiledField, place: Place): Drawn {
  const path = pathOf(field, place);
  return { drawing, field, place, path, id: fieldHtmlId(path), value: valueAt(field, place), error: drawing.errors.get(path)?.message };
}

/** The text for an input: what was typed, else the stored value as a person would type it. */
export function shownText({ drawing, field, path, value }: Drawn, part = ''): string {
  const typed = typedText(drawing, path + part);
  return typed ?? (part ? '' : inputText(field.definition, value, drawing.locale));
}

/** What was typed under an input name; undefined when nothing was posted for it. */
export function typedText(drawing: Drawing, name: string): string | undefined {
  const typed = Object.hasOwn(drawing.typed, name) ? drawing.typed[name] : undefined;
  return Array.isArray(typed) ? typed[0] : typed;
}
