import type { PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { ComponentChildren, VNode } from 'preact';
import { Prose } from '#platform/ui';

/** Parsed texts by their source: parsing costs more than everything else on the page. */
const parsed = new Map<string, Root>();

function parse(source: string): Root {
  let root = parsed.get(source);
  if (!root) {
    if (parsed.size >= 2000) parsed.clear();
    parsed.set(source, (root = fromMarkdown(source)));
  }
  return root;
}

/** Text of an editor: paragraphs, lists, headings (from h3), bold, italic and links; HTML in it is shown as typed. */
export function Markdown({ source }: { source: string }): VNode {
  return <Prose>{parse(source).children.map((node, i) => block(node, i))}</Prose>;
}

function block(node: RootContent, key: number): ComponentChildren {
  switch (node.type) {
    case 'paragraph':
      return <p key={key}>{phrases(node.children)}</p>;
    case 'heading':
      return <h3 key={key}>{phrases(node.children)}</h3>;
    case 'list': {
      const items = node.children.map((item, i) => <li key={i}>{item.children.map((child, j) => (child.type === 'paragraph' ? phrases(child.children) : block(child, j)))}</li>);
      return node.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'blockquote':
      return <blockquote key={key}>{node.children.map((child, i) => block(child, i))}</blockquote>;
    case 'html':
    case 'code':
      return <p key={key}>{node.value}</p>;
    default:
      return null;
  }
}

function phrases(nodes: PhrasingContent[]): ComponentChildren[] {
  return nodes.map((node, i) => {
    switch (node.type) {
      case 'text':
      case 'html':
      case 'inlineCode':
        return node.value;
      case 'strong':
        return <strong key={i}>{phrases(node.children)}</strong>;
      case 'emphasis':
        return <em key={i}>{phrases(node.children)}</em>;
      case 'link':
        return /^(https:\/\/|\/(?!\/)|mailto:|tel:)/.test(node.url) ? <a key={i} href={node.url}>{phrases(node.children)}</a> : phrases(node.children);
      case 'break':
        return <br key={i} />;
      default:
        return null;
    }
  });
}
