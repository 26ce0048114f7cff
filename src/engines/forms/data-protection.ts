import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { CompiledElement, CompiledForm } from './compiled.ts';
import type { FieldTypeName } from './definition.ts';

/** What a form asks about a person, why, and how long it is kept (GDPR Art. 13, 30). */
export type AskedFact = {
  path: string;
  page: string;
  /** Headings of the groups and lists around it. */
  groups: string[];
  label: string;
  type: FieldTypeName;
  required: 'always' | 'sometimes' | 'never';
  /** Asked only under a condition. */
  conditional: boolean;
  purpose?: string;
  legalBasis?: string;
  retention?: string;
  fim?: string;
  /** Where the first value comes from: "account.address". */
  prefill: string[];
};

/** Every question of a form with its purpose, legal basis and retention; calculated fields ask nobody and are left out. */
export function listAskedFacts(form: CompiledForm, locale: Locale = 'de'): AskedFact[] {
  const facts: AskedFact[] = [];
  const visit = (children: CompiledElement[], around: { page: string; groups: string[]; conditional: boolean }): void => {
    for (const child of children) {
      if (child.kind === 'info') continue;
      const conditional = around.conditional || child.condition !== undefined;
      if (child.kind !== 'field') {
        visit(child.children, { ...around, groups: [...around.groups, tr(child.definition.label, locale)], conditional });
        continue;
      }
      const { definition, required, path } = child;
      if (definition.type === 'calculated') continue;
      const { purpose, legalBasis, retention, fim, prefill } = definition;
      facts.push({
        path,
        page: around.page,
        groups: around.groups,
        label: tr(definition.label, locale),
        type: definition.type,
        required: typeof required === 'object' ? 'sometimes' : required ? 'always' : 'never',
        conditional,
        ...(purpose ? { purpose: tr(purpose, locale) } : {}),
        ...(legalBasis ? { legalBasis } : {}),
        ...(retention ? { retention } : {}),
        ...(fim ? { fim } : {}),
        prefill: prefill === undefined ? [] : [prefill].flat(),
      });
    }
  };
  for (const page of form.pages) visit(page.children, { page: tr(page.title, locale), groups: [], conditional: page.condition !== undefined });
  return facts;
}
