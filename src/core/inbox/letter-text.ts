import { plainText, type ContentNode } from '#engines/documents';

/** A letter as text for the inbox, one block per paragraph; headings begin with "## ", cells of a row are parted by tabs. */
export function letterText(nodes: ContentNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'heading') return `## ${plainText([node])}`;
      return node.type === 'appeal' || node.type === 'box' ? letterText(node.content ?? []) : plainText([node]);
    })
    .filter(Boolean)
    .join('\n\n');
}
