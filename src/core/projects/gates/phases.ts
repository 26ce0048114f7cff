import type { Phase } from '../project.ts';

type PhaseWords = { key: Phase; name: string; gate: string; items: string[] };

/** The phases in order, each with the gate at its end and what must be proved there. The last has none: operation ends with closing the project. */
export const phases: PhaseWords[] = [
  { key: 'preparation', name: 'Vorbereitung', gate: 'Auftrag erteilt', items: ['Projektsteckbrief ist abgestimmt', 'Geld ist im Haushalt vorgesehen', 'Personalrat ist informiert'] },
  { key: 'planning', name: 'Planung', gate: 'Umsetzung freigegeben', items: ['Anforderungen sind mit dem Fachamt abgestimmt', 'Datenschutz ist geprüft', 'Sicherheit ist geprüft', 'Vergabe ist entschieden'] },
  { key: 'build', name: 'Umsetzung', gate: 'Einführung freigegeben', items: ['Test mit dem Fachamt ist bestanden', 'Barrierefreiheit ist geprüft', 'Rückweg ist geprobt'] },
  { key: 'rollout', name: 'Einführung', gate: 'Betrieb aufgenommen', items: ['Beschäftigte sind geschult', 'Betrieb und Support sind übergeben', 'Dokumentation liegt vor'] },
  { key: 'operation', name: 'Betrieb', gate: '', items: [] },
];

export const phaseName = (phase: Phase): string => phases.find(({ key }) => key === phase)?.name ?? phase;
export const nextPhase = (phase: Phase): Phase | undefined => phases[phases.findIndex(({ key }) => key === phase) + 1]?.key;
