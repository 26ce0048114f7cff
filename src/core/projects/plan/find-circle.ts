export type Edge = { from: string; to: string };

/** The way back from `to` to `from` that a new edge would close: `[from, to, …, from]`; undefined when it closes none. */
export function findCircle(edges: Edge[], { from, to }: Edge): string[] | undefined {
  if (from === to) return [from, from];
  const next = Map.groupBy(edges, (edge) => edge.from);
  const cameFrom = new Map<string, string>([[to, from]]);
  const queue = [to];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const edge of next.get(at) ?? []) {
      if (edge.to === from) return wayTo(at, { from, cameFrom });
      if (cameFrom.has(edge.to)) continue;
      cameFrom.set(edge.to, at);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function wayTo(last: string, { from, cameFrom }: { from: string; cameFrom: Map<string, string> }): string[] {
  const way = [from];
  for (let at = last; at !== from; at = cameFrom.get(at) ?? from) way.unshift(at);
  return [from, ...way];
}
