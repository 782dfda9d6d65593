import type { ClusterDto, ClusterLink, ClusterNode, EnrolmentDto, NodeState } from '../protocol/http';

export interface Region {
  /** Empty for nodes without a label. */
  name: string;
  nodes: ClusterNode[];
}

/** Good enough for speech; worth a look; a call over it suffers. */
export type Quality = 'good' | 'fair' | 'bad';

/** A box on the map: a region, or a node when there is only one region. */
export interface Place {
  id: string;
  state: NodeState;
  nodes: number;
  sessions: number;
  /** Mean over the relays, 0 to 1. */
  load: number;
}

/** What is between two places, all links taken together. */
export interface Way {
  from: string;
  to: string;
  /** Mean; null before any was measured. */
  roundTripMs: number | null;
  /** The worst of them, either way; null before anybody says. */
  lossPercent: number | null;
  quality: Quality;
  state: ClusterLink['state'];
  links: number;
  /** How many of them say nothing. */
  silent: number;
}

/** Loss from which repair begins to cost delay, and from which pictures freeze, in percent. */
const fairLoss = 1;
const badLoss = 5;

/** Round trips above this leave nothing of the 150 ms one way that people hardly notice (ITU-T G.114), in milliseconds. */
const fairRoundTrip = 150;
const badRoundTrip = 300;

export function regionsOf(nodes: readonly ClusterNode[]): Region[] {
  const regions = new Map<string, ClusterNode[]>();
  for (const node of nodes) regions.set(node.region, [...regions.get(node.region) ?? [], node]);
  // Labels first, by name; those without one at the end.
  return [...regions]
    .map(([name, members]) => ({ name, nodes: members }))
    .sort((a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name));
}

/** What the map shows: regions, or the nodes of the only region. */
export function placesOf(nodes: readonly ClusterNode[]): { level: 'regions' | 'nodes'; places: Place[] } {
  const regions = regionsOf(nodes);
  return regions.length > 1
    ? { level: 'regions', places: regions.map(region => place(region.name, region.nodes)) }
    : { level: 'nodes', places: nodes.map(node => place(node.node, [node])) };
}

function place(id: string, nodes: readonly ClusterNode[]): Place {
  const relays = nodes.flatMap(node => node.relays);
  const states = nodes.map(node => node.state);
  return {
    id,
    // A region is what its best node is: it serves while one does.
    state: states.includes('active') ? 'active' : states.includes('draining') ? 'draining' : 'silent',
    nodes: nodes.length,
    sessions: relays.reduce((sum, relay) => sum + relay.sessions, 0),
    load: meanLoad(relays),
  };
}

export function meanLoad(relays: readonly { load: number }[]): number {
  return relays.length === 0 ? 0 : relays.reduce((sum, relay) => sum + relay.load, 0) / relays.length;
}

/** The links between different places, taken together by pair; the worst first. */
export function waysOf(cluster: ClusterDto, level: 'regions' | 'nodes'): Way[] {
  const at = new Map(cluster.nodes.flatMap(node => node.relays.map(relay => [relay.relayId, level === 'regions' ? node.region : node.node])));
  const pairs = new Map<string, { from: string; to: string; links: ClusterLink[] }>();
  for (const link of cluster.links) {
    const [from, to] = [at.get(link.from), at.get(link.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const [first, second] = from < to ? [from, to] : [to, from];
    const key = JSON.stringify([first, second]);
    const pair = pairs.get(key) ?? { from: first, to: second, links: [] };
    pair.links.push(link);
    pairs.set(key, pair);
  }
  return [...pairs.values()].map(way).sort((a, b) => rank[b.quality] - rank[a.quality] || a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

const rank: Record<Quality, number> = { good: 0, fair: 1, bad: 2 };

function way({ from, to, links }: { from: string; to: string; links: ClusterLink[] }): Way {
  const measured = links.map(link => link.roundTripMs).filter(ms => ms !== null);
  const losses = links.flatMap(link => [link.lossInPercent, link.lossOutPercent]).filter(loss => loss !== null);
  const qualities = links.map(qualityOf);
  return {
    from,
    to,
    roundTripMs: measured.length === 0 ? null : measured.reduce((sum, ms) => sum + ms, 0) / measured.length,
    lossPercent: losses.length === 0 ? null : Math.max(...losses),
    quality: qualities.includes('bad') ? 'bad' : qualities.includes('fair') ? 'fair' : 'good',
    state: links.some(link => link.state === 'up') ? 'up' : links.some(link => link.state === 'connecting') ? 'connecting' : 'silent',
    links: links.length,
    silent: links.filter(link => link.state === 'silent').length,
  };
}

export function qualityOf(link: ClusterLink): Quality {
  const loss = Math.max(link.lossInPercent ?? 0, link.lossOutPercent ?? 0);
  const roundTrip = link.roundTripMs ?? 0;
  if (link.state === 'silent' || loss >= badLoss || roundTrip >= badRoundTrip) return 'bad';
  return link.state === 'connecting' || loss >= fairLoss || roundTrip >= fairRoundTrip ? 'fair' : 'good';
}

/** How full, in words of three: calm, busy from 60 %, full from 85 %. */
export function fullness(load: number): 'calm' | 'busy' | 'full' {
  return load >= 0.85 ? 'full' : load >= 0.6 ? 'busy' : 'calm';
}

/** True when nobody but this node takes calls. */
export function isLastActive(cluster: ClusterDto, node: ClusterNode): boolean {
  return node.state === 'active' && cluster.totals.activeNodes <= 1;
}

/** The line that starts a relay node which joins this server. */
export function joinCommand(origin: string, code: string): string {
  return `./run --role relay --join ${origin} --code ${code} --node north-1 --region north --advertise 192.0.2.10`;
}

/** A node's key as people compare it: the beginning, in groups of four. */
export function keyWords(keyId: string): string {
  return keyId.slice(0, 24).match(/.{1,4}/g)?.join(' ') ?? '';
}

/** Nodes that wait come first, then those that may join, then those that may not; each by name. */
export function enrolmentsInOrder(nodes: readonly EnrolmentDto[]): EnrolmentDto[] {
  const rank = { waiting: 0, enrolled: 1, revoked: 2 };
  return [...nodes].sort((a, b) => rank[a.state] - rank[b.state] || a.node.localeCompare(b.node) || a.keyId.localeCompare(b.keyId));
}
