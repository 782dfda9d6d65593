import type { ClusterDto, ClusterNode } from '../protocol/http';

export type NewsKind = 'joined' | 'left' | 'active' | 'draining' | 'empty' | 'silent';

/** Something that happened to a node between two readings. */
export interface Happening {
  kind: NewsKind;
  node: string;
}

export interface News extends Happening {
  id: number;
  /** ISO 8601. */
  at: string;
}

/** What is different; nothing before the first reading, and nothing while not all nodes are listed: who is not listed need not have left. */
export function newsOf(before: ClusterDto | null, after: ClusterDto): Happening[] {
  if (before === null || isPartial(before) || isPartial(after)) return [];
  const known = new Map(before.nodes.map(node => [node.node, node]));
  const there = new Set(after.nodes.map(node => node.node));
  const news: Happening[] = before.nodes.filter(node => !there.has(node.node)).map(node => ({ kind: 'left', node: node.node }));
  for (const node of after.nodes) {
    const kind = change(known.get(node.node), node);
    if (kind !== null) news.push({ kind, node: node.node });
  }
  return news;
}

function change(before: ClusterNode | undefined, after: ClusterNode): NewsKind | null {
  if (before === undefined) return 'joined';
  if (before.state !== after.state) return after.isEmpty ? 'empty' : after.state;
  return after.isEmpty && !before.isEmpty ? 'empty' : null;
}

function isPartial(cluster: ClusterDto): boolean {
  return cluster.nodes.length < cluster.totals.nodes;
}
