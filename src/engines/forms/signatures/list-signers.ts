import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { CompiledForm, Expression, FormData, FormEnv } from '../compiled.ts';
import { evaluate, insideGroup, insideRow, isObject, openState, rootPlace, rowCount } from '../form-state.ts';
import type { FormState, Place } from '../form-state.ts';
import type { CompiledSigner } from './compile-signatures.ts';

/** Somebody who must sign these answers. */
export type Signer = {
  /** "applicant", for rows of a list "partners.0". */
  key: string;
  label: string;
  self: boolean;
  name: string;
  /** Where the invitation goes; absent for the person who fills in, and when the answers do not say it. */
  email?: string;
};

export type SigningRules = { order: 'parallel' | 'sequence'; declaration?: string; trustLevel: 'none' | 'basic' | 'substantial' | 'high' };

/** What the form says about signing, in the language of the page; undefined when it needs no signatures of several persons. */
export function signingRules(form: CompiledForm, locale: Locale): SigningRules | undefined {
  if (!form.signatures) return undefined;
  const { order = 'parallel', declaration, trustLevel = 'none' } = form.signatures.definition;
  return { order, trustLevel, ...(declaration ? { declaration: tr(declaration, locale) } : {}) };
}

/** Who must sign these answers, in order; empty when the person who fills in is the only one. */
export function listSigners(form: CompiledForm, data: FormData, env: FormEnv): Signer[] {
  const { signatures } = form;
  if (!signatures) return [];
  const state = openState(form, data, env);
  const root = rootPlace(state);
  if (signatures.condition && evaluate(state, signatures.condition, root) !== true) return [];
  const signers = signatures.signers.flatMap((signer) => placesOf(signer, root).flatMap((place, row) => signerAt(state, signer, { place, row })));
  return signers.some(({ self }) => !self) ? signers : [];
}

function placesOf({ each, definition }: CompiledSigner, root: Place): Place[] {
  if (!each) return [root];
  const above = (definition.each ?? '').split('.').slice(0, -1);
  const place = above.reduce((at, key) => insideGroup(key, at), root);
  return Array.from({ length: rowCount(each, place) }, (_, row) => insideRow(each, place, row));
}

function signerAt(state: FormState, { definition, each, condition, name, email }: CompiledSigner, { place, row }: { place: Place; row: number }): Signer[] {
  if (condition && evaluate(state, condition, place) !== true) return [];
  const address = email && textOf(state, email, place);
  const label = tr(definition.label, state.locale);
  return [
    {
      key: each ? `${definition.key}.${row}` : definition.key,
      label: each ? `${label} ${row + 1}` : label,
      self: definition.self ?? false,
      name: textOf(state, name, place),
      ...(address ? { email: address } : {}),
    },
  ];
}

// Given and family name of a list may be handed over as a list of texts.
function textOf(state: FormState, expression: Expression, place: Place): string {
  const value = evaluate(state, expression, place);
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join(' ').trim();
  return typeof value === 'string' ? value.trim() : isObject(value) || value === null || value === undefined ? '' : String(value);
}
