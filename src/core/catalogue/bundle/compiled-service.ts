import type { CompiledDecisions } from '#engines/decisions';
import type { Letter } from '#engines/documents';
import type { CompiledForm } from '#engines/forms';
import type { Graph } from '#engines/process';

import type { ServiceSettings } from './settings-schema.ts';

/** A service ready to run; immutable, shared by everything that works on this version. */
export type CompiledService = {
  slug: string;
  /** Set for published versions. */
  versionId?: string;
  /** Number of the published version, counting from 1. */
  number?: number;
  settings: ServiceSettings;
  /** The application form. */
  form: CompiledForm;
  /** Forms of staff tasks by form key (files forms/<key>.json). */
  taskForms: Record<string, CompiledForm>;
  process: Graph;
  /** The BPMN file, for showing the diagram. */
  processXml: string;
  decisions?: CompiledDecisions;
  /** The DMN file, for showing the tables. */
  decisionsXml?: string;
  /** Letters by name (files letters/<name>.md). */
  letters: Record<string, Letter>;
};
