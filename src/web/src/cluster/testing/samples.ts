import type { ClusterDto, ClusterLink, ClusterNode, NodeState } from '../../protocol/http';

/** A node with one relay of its name. */
export function node(name: string, region = '', state: NodeState = 'active', more: Partial<ClusterNode> = {}): ClusterNode {
  return {
    node: name, region, machine: 'm1', state, isSelf: false, isEmpty: false,
    relays: [{ relayId: `${name}-1`, state, addresses: ['192.0.2.7:7000'], sessions: 2, packetsPerSecond: 100, capacity: 1000, load: 0.1 }],
    ...more,
  };
}

/** A link between the relays of two nodes. */
export function link(from: string, to: string, more: Partial<ClusterLink> = {}): ClusterLink {
  return {
    from: `${from}-1`, to: `${to}-1`, state: 'up', roundTripMs: 10, lossInPercent: 0, lossOutPercent: 0, packetsIn: 1, packetsOut: 1, ...more,
  };
}

export function cluster(nodes: ClusterNode[], links: ClusterLink[] = []): ClusterDto {
  const active = nodes.filter(one => one.state === 'active');
  return {
    at: '2026-01-01T08:00:00Z', nodes, links, groups: [], nodeKeyFile: null, clocks: [], dashboard: null,
    totals: {
      nodes: nodes.length, activeNodes: active.length, relays: nodes.length, activeRelays: active.length,
      sessions: 0, packetsPerSecond: 0, load: 0, links: links.length, groups: 0,
    },
  };
}
