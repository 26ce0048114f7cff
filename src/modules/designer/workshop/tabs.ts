import type { CheckedDraft } from '#core/catalogue';

export const LIST = '/office/werkstatt';
/** The parts of a service as pages of the workshop, in the order of work. `files`: whose findings belong there. */
export const TABS = [
  { key: 'uebersicht', label: 'Übersicht', files: /^$/ },
  { key: 'texte', label: 'Texte', files: /^service\.yaml$/ },
  { key: 'formular', label: 'Formular', files: /^(form\.json|forms\/)/ },
  { key: 'prozess', label: 'Prozess', files: /^process\.bpmn$/ },
  { key: 'regeln', label: 'Regeln', files: /^decisions\.dmn$/ },
  { key: 'briefe', label: 'Briefe', files: /^letters\// },
  { key: 'gebuehr', label: 'Gebühr', files: /^$/ },
  { key: 'akte', label: 'Akte und Fristen', files: /^$/ },
  { key: 'probe', label: 'Ausprobieren', files: /^walkthroughs\.yaml$/ },
  { key: 'fassungen', label: 'Fassungen', files: /^$/ },
] as const;
export type TabKey = (typeof TABS)[number]['key'];

export const tabHref = (draftId: string, key: TabKey): string => (key === 'uebersicht' ? `${LIST}/${draftId}` : `${LIST}/${draftId}/${key}`);

/** How many errors stand in the files of a tab. */
export function errorsIn(checked: CheckedDraft, key: TabKey): number {
  const { files } = TABS.find((tab) => tab.key === key) ?? TABS[0];
  return checked.findings.filter(({ severity, file }) => severity === 'error' && files.test(file)).length;
}

export const tabWords = (key: string): string => TABS.find((tab) => tab.key === key)?.label ?? 'Übersicht';

/** The tab where a finding in this file is put right. */
export const tabOfFile = (file: string): TabKey => TABS.find(({ files }) => files.source !== '^$' && files.test(file))?.key ?? 'uebersicht';
