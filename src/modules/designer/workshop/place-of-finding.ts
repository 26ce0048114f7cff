import type { CheckedDraft } from '#core/catalogue';
import { placeOfPath, placeText } from '../form/form-places.ts';
import { LIST, tabHref, tabOfFile } from './tabs.ts';

type Finding = CheckedDraft['findings'][number];

/** The page on which a finding is put right: the step, the field, the letter; else the tab of its file. */
export function placeOfFinding(draftId: string, { file, at }: Pick<Finding, 'file' | 'at'>): string {
  const base = `${LIST}/${draftId}`;
  const letter = /^letters\/(.+)\.md$/.exec(file)?.[1];
  if (letter) return `${base}/briefe?brief=${letter}`;
  if (at === undefined) return tabHref(draftId, tabOfFile(file));
  if (file === 'process.bpmn') return `${base}/prozess/schritt?id=${encodeURIComponent(at)}`;
  if (/^(form\.json|forms\/)/.test(file)) return `${base}/formular?${new URLSearchParams({ datei: file, stelle: placeText(placeOfPath(at)) || '0' }).toString()}`;
  if (file === 'decisions.dmn') return `${base}/regeln?tabelle=${encodeURIComponent(at)}`;
  return tabHref(draftId, tabOfFile(file));
}
