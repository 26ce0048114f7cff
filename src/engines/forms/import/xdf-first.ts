import type { XdfNode } from './xdf-source.ts';

const objects = new Set(['stammdatenschema', 'datenfeldgruppe', 'datenfeld', 'regel']);
const node = (name: string, children: XdfNode[], text = ''): XdfNode => ({ name, attributes: {}, text, children });

/** XDatenfelder 1 told as 2: there id and version stand in the element itself, a code list has a mark, and a structure holds its element directly. */
export function inShapeOf2(root: XdfNode): XdfNode {
  const children = root.children.map(inShapeOf2);
  if (objects.has(root.name)) return { ...root, children: identified(children) };
  if (root.name === 'struktur' && !children.some(({ name }) => name === 'enthaelt')) {
    const inside = children.filter(({ name }) => objects.has(name));
    return { ...root, children: [...children.filter(({ name }) => !objects.has(name)), node('enthaelt', inside)] };
  }
  if (root.name === 'codeliste') {
    const mark = children.find(({ name }) => name === 'kennung')?.text ?? '';
    return { ...root, name: 'codelisteReferenz', children: [...children, node('canonicalIdentification', [], mark)] };
  }
  return { ...root, children };
}

function identified(children: XdfNode[]): XdfNode[] {
  if (children.some(({ name }) => name === 'identifikation')) return children;
  const own = children.filter(({ name }) => name === 'id' || name === 'version');
  return [node('identifikation', own), ...children.filter((one) => !own.includes(one))];
}
