import type { Built, JsonPath, Names, Tree } from '../build-tree.ts';
import { childByKey, compileExpression } from '../compile-expression.ts';
import type { Compiler } from '../compile-expression.ts';
import type { CompiledElement, CompiledRepeat, Expression } from '../compiled.ts';
import type { FormDefinition } from '../definition.ts';
import type { SignerDefinition, SignaturesDefinition } from './signatures-schema.ts';

export type CompiledSigner = { definition: SignerDefinition; each?: CompiledRepeat; condition?: Expression; name: Expression; email?: Expression };
export type CompiledSignatures = { definition: SignaturesDefinition; condition?: Expression; signers: CompiledSigner[] };

type Report = (at: JsonPath, message: string) => void;

/** Checks who must sign; every text is FEEL over the answers, for a list over its row. */
export function compileSignatures(compiler: Compiler, tree: Tree, report: Report): CompiledSignatures | undefined {
  const { signatures } = compiler.definition as FormDefinition;
  if (!signatures) return undefined;
  const root = [tree.root];
  const keys = new Set<string>();
  if (signatures.signers.filter(({ self }) => self).length !== 1) report(['signatures', 'signers'], 'Genau eine Unterschrift gehört der Person, die das Formular ausfüllt („self“)');
  const signers = signatures.signers.flatMap((signer, i) => {
    const at: JsonPath = ['signatures', 'signers', i];
    if (keys.has(signer.key)) report([...at, 'key'], `Den Schlüssel „${signer.key}“ gibt es zweimal`);
    keys.add(signer.key);
    if (!signer.self && !signer.email) report([...at, 'email'], `Für „${signer.key}“ fehlt, wohin die Einladung geht („email“)`);
    if (signer.self && signer.each) report([...at, 'each'], 'Die Person, die ausfüllt, kann keine Liste sein');
    const list = signer.each ? findList(tree, signer.each) : undefined;
    if (signer.each && !list) report([...at, 'each'], `„${signer.each}“ ist keine Liste dieses Formulars`);
    return compileSigner(compiler, signer, { at, names: list?.inside ?? root, each: list?.node });
  });
  const condition = signatures.condition ? compileExpression(compiler, signatures.condition, { names: root, at: ['signatures', 'condition'] })?.expression : undefined;
  return { definition: signatures, signers, ...(condition ? { condition } : {}) };
}

function compileSigner(compiler: Compiler, definition: SignerDefinition, { at, names, each }: { at: JsonPath; names: Names[]; each: CompiledRepeat | undefined }): CompiledSigner[] {
  const compile = (property: 'condition' | 'name' | 'email'): Expression | undefined => {
    const text = definition[property];
    return text === undefined ? undefined : compileExpression(compiler, text, { names, at: [...at, property] })?.expression;
  };
  const [condition, name, email] = [compile('condition'), compile('name'), compile('email')];
  return name ? [{ definition, name, ...(each ? { each } : {}), ...(condition ? { condition } : {}), ...(email ? { email } : {}) }] : [];
}

type List = { node: CompiledRepeat; inside: Names[] };

// A list within a list would need the row of the outer one as well; nobody has asked for that yet.
function findList(tree: Tree, path: string): List | undefined {
  let children: CompiledElement[] = tree.pages.flatMap((page) => page.children);
  const steps = path.split('.');
  for (const [i, step] of steps.entries()) {
    const found = childByKey(children, step);
    if (found?.kind === 'repeat' && i === steps.length - 1) {
      const built: Built | undefined = tree.built.find(({ node }) => node === found);
      return built && { node: found, inside: built.inside };
    }
    if (found?.kind !== 'group') return undefined;
    children = found.children;
  }
  return undefined;
}
