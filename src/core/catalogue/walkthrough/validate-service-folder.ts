import { analyseTables } from '#engines/decisions';
import { compileServiceFolder, type CompileOptions } from '../bundle/compile-service.ts';
import { findingInWords, type ServiceFinding } from '../bundle/finding.ts';
import { readYaml } from '../bundle/read-yaml.ts';
import { readServiceFolder, type ServiceBundle } from '../bundle/service-bundle.ts';
import { startReached, unreachedOf, type Unreached } from './coverage.ts';
import { replay } from './replay.ts';
import { walkthroughsSchema } from './walkthrough-schema.ts';

/** The verdict on a service folder, in the shape of `stadtkern service validate --json`. */
export type ServiceValidation = {
  slug: string;
  /** No errors, every example as expected, everything reached. */
  valid: boolean;
  errors: string[];
  warnings: string[];
  unreached: Unreached[];
  /** How many examples were played. */
  walkthroughs: number;
};

/** Compiles a service and plays its examples; says what is wrong and what no example reaches. Throws only when the folder cannot be read. */
export async function validateServiceFolder(source: string | ServiceBundle, options: CompileOptions = {}): Promise<ServiceValidation> {
  const { bundle, findings } = typeof source === 'string' ? await readServiceFolder(source) : { bundle: source, findings: [] };
  const compiled = await compileServiceFolder(bundle, options);
  const all: ServiceFinding[] = [...findings, ...compiled.findings];
  const warnings = all.filter(({ severity }) => severity === 'warning').map(findingInWords);
  const errors = all.filter(({ severity }) => severity === 'error').map(findingInWords);
  const verdict = { slug: bundle.slug, valid: false, errors, warnings, unreached: [] as Unreached[], walkthroughs: 0 };
  const file = 'walkthroughs.yaml';
  const text = bundle.files[file];
  if (text === undefined) errors.push(`${file}: Diese Datei fehlt.`);
  if (!compiled.service || text === undefined) return verdict;
  if (compiled.service.decisions) warnings.push(...analyseTables(compiled.service.decisions).map(({ elementName, message }) => `decisions.dmn, ${elementName}: ${message}`));
  const { value, findings: mistakes } = readYaml(file, text, walkthroughsSchema);
  errors.push(...mistakes.map(findingInWords));
  const reached = startReached(compiled.service);
  for (const example of value?.walkthroughs ?? []) {
    const { problems } = replay(compiled.service, example, reached);
    errors.push(...problems.map((problem) => `${file}, „${example.name}“: ${problem}`));
  }
  const unreached = unreachedOf(compiled.service, reached);
  return { ...verdict, valid: errors.length === 0 && unreached.length === 0, unreached, walkthroughs: value?.walkthroughs.length ?? 0 };
}
