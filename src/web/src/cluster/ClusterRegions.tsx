import { useText } from '../i18n/language';
import type { ClusterClock, ClusterDto, ClusterNode, ClusterRelay } from '../protocol/http';
import { Icon } from '../ui/Icon';
import { NodeClock } from './ClusterClocks';
import { count, percent } from './figures';
import { LoadBar } from './LoadBar';
import { regionsOf } from './model';

interface Props {
  cluster: ClusterDto;
  onDrain: (node: ClusterNode) => void;
  onResume: (node: ClusterNode) => void;
}

/** Every node with its relays, region by region. */
export function ClusterRegions({ cluster, onDrain, onResume }: Props) {
  const { t } = useText();
  const regions = regionsOf(cluster.nodes);
  return (
    <section className="regions" aria-labelledby="cluster-regions-title">
      <h2 id="cluster-regions-title">{t('cluster.regions')}</h2>
      {cluster.nodes.length < cluster.totals.nodes && (
        <p className="quiet">{t('cluster.shown', { shown: cluster.nodes.length, all: cluster.totals.nodes })}</p>
      )}
      <div className="region-list">
        {regions.map(region => (
          <section key={region.name} className={`region region-${Math.min(region.nodes.length, 3)}`}>
            <h3>{region.name === '' ? t('cluster.region.none') : region.name}<span className="quiet">{t('cluster.nodes', { count: region.nodes.length })}</span></h3>
            <ul className="nodes">
              {region.nodes.map(node => (
                <Node
                  key={node.node} node={node} clock={cluster.clocks.find(one => one.server === node.node)}
                  onDrain={() => onDrain(node)} onResume={() => onResume(node)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function Node({ node, clock, onDrain, onResume }: { node: ClusterNode; clock: ClusterClock | undefined; onDrain: () => void; onResume: () => void }) {
  const { t } = useText();
  const draining = node.state === 'draining';
  return (
    <li className={`node node-${node.state}`} data-testid={`node-${node.node}`} data-state={node.state} data-empty={node.isEmpty}>
      <div className="node-head">
        <div className="node-name">
          <h4>{node.node}</h4>
          <span className="node-facts">
            <span className="quiet small">{t('cluster.machine', { machine: node.machine.slice(0, 6) })}</span>
            {clock !== undefined && !clock.isOff && <NodeClock clock={clock} />}
          </span>
        </div>
        <div className="node-badges">
          {clock?.isOff === true && <NodeClock clock={clock} />}
          {node.isSelf && <span className="badge">{t('cluster.self')}</span>}
          <span className={`badge badge-node-${node.isEmpty ? 'empty' : node.state}`}>
            <span className="dot" aria-hidden="true" />{t(node.isEmpty ? 'cluster.state.empty' : `cluster.state.${node.state}`)}
          </span>
        </div>
      </div>
      <Relays node={node} />
      {/* The same button in both states, so that the focus stays on it. */}
      <button
        type="button" className="button button-small node-order" disabled={node.state === 'silent'} data-testid={`drain-${node.node}`}
        aria-label={t(draining ? 'cluster.resume.of' : 'cluster.drain.of', { node: node.node })} onClick={draining ? onResume : onDrain}
      >
        <Icon name={draining ? 'check' : 'leave'} size={18} />{t(draining ? 'cluster.resume' : 'cluster.drain')}
      </button>
    </li>
  );
}

function Relays({ node }: { node: ClusterNode }) {
  const { t, language } = useText();
  const packets = (relay: ClusterRelay) => (relay.capacity > 0
    ? t('cluster.perSecond.of', { used: count(relay.packetsPerSecond, language), all: count(relay.capacity, language) })
    : t('cluster.perSecond', { used: count(relay.packetsPerSecond, language) }));
  return (
    <ul className="relays" aria-label={t('cluster.relays.of', { node: node.node })}>
      {node.relays.map(relay => (
        <li key={relay.relayId} className="relay">
          <strong>{relay.relayId}</strong>
          <span className="relay-load"><span className="hidden">{t('cluster.relay.load')}</span><LoadBar load={relay.load} /><span>{percent(relay.load, language)}</span></span>
          <code>{relay.addresses.join(', ')}</code>
          <span className="relay-figures"><span>{t('cluster.sessions', { count: relay.sessions })}</span><span>{packets(relay)}</span></span>
        </li>
      ))}
    </ul>
  );
}
