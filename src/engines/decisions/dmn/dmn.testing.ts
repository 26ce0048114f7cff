/** Small DMN models for tests, written from plain parts. */

export type Column = { name: string; type?: string; values?: string };
export type TableSpec = {
  hitPolicy?: string;
  aggregation?: string;
  inputs: readonly (Column & { label?: string })[];
  outputs: readonly (Column & { defaultValue?: string })[];
  /** Cells of inputs and outputs, then the annotation. */
  rules: readonly (readonly string[])[];
};

export function model(
  content: string,
  options: { namespace?: string; version?: string; imports?: string } = {},
): string {
  const { namespace = 'https://musterstadt.example/tax', version = '20191111', imports = '' } = options;
  return `<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="m" name="Modell" namespace="${namespace}">${imports}${content}</definitions>`;
}

export function input(name: string, type: string): string {
  return `<inputData id="${idOf(name)}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
}

export function decision(
  name: string,
  logic: string,
  options: { needs?: readonly string[]; knows?: readonly string[]; type?: string } = {},
): string {
  const { needs = [], knows = [], type } = options;
  const decisions = needs
    .filter((need) => need.startsWith('!'))
    .map((need) => requirement('information', 'requiredDecision', need.slice(1)));
  const inputs = needs
    .filter((need) => !need.startsWith('!'))
    .map((need) => requirement('information', 'requiredInput', need));
  const knowledge = knows.map((know) => requirement('knowledge', 'requiredKnowledge', know));
  return `<decision id="${idOf(name)}" name="${name}"><variable name="${name}"${attribute('typeRef', type)}/>${[...inputs, ...decisions, ...knowledge].join('')}${logic}</decision>`;
}

export function knowledge(name: string, parameters: readonly Column[], logic: string): string {
  const formal = parameters
    .map((one) => `<formalParameter name="${one.name}"${attribute('typeRef', one.type)}/>`)
    .join('');
  return `<businessKnowledgeModel id="${idOf(name)}" name="${name}"><variable name="${name}"/><encapsulatedLogic>${formal}${logic}</encapsulatedLogic></businessKnowledgeModel>`;
}

export function literal(text: string): string {
  return `<literalExpression>${textOf(text)}</literalExpression>`;
}

export function table({ hitPolicy = 'UNIQUE', aggregation, inputs, outputs, rules }: TableSpec): string {
  const ins = inputs.map(
    (one) =>
      `<input label="${one.label ?? one.name}"><inputExpression${attribute('typeRef', one.type)}>${textOf(one.name)}</inputExpression>${one.values ? `<inputValues>${textOf(one.values)}</inputValues>` : ''}</input>`,
  );
  const outs = outputs.map(
    (one) =>
      `<output name="${one.name}"${attribute('typeRef', one.type)}>${one.values ? `<outputValues>${textOf(one.values)}</outputValues>` : ''}${one.defaultValue ? `<defaultOutputEntry>${textOf(one.defaultValue)}</defaultOutputEntry>` : ''}</output>`,
  );
  const rows = rules.map((cells, row) => {
    const entries = cells.slice(0, inputs.length).map((cell) => `<inputEntry>${textOf(cell)}</inputEntry>`);
    const results = cells
      .slice(inputs.length, inputs.length + outputs.length)
      .map((cell) => `<outputEntry>${textOf(cell)}</outputEntry>`);
    const notes = cells
      .slice(inputs.length + outputs.length)
      .map((cell) => `<annotationEntry>${textOf(cell)}</annotationEntry>`);
    return `<rule id="rule-${row + 1}">${[...entries, ...results, ...notes].join('')}</rule>`;
  });
  return `<decisionTable hitPolicy="${hitPolicy}"${attribute('aggregation', aggregation)}>${[...ins, ...outs].join('')}<annotation name="Rechtsgrundlage"/>${rows.join('')}</decisionTable>`;
}

export function textOf(text: string): string {
  return `<text><![CDATA[${text}]]></text>`;
}

function requirement(kind: string, target: string, name: string): string {
  const href = name.includes('#') ? name : `#${idOf(name)}`;
  return `<${kind}Requirement><${target} href="${href}"/></${kind}Requirement>`;
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${value}"`;
}

function idOf(name: string): string {
  return name.replaceAll(' ', '_').toLowerCase();
}
