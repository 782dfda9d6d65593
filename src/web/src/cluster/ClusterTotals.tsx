import { useText } from '../i18n/language';
import type { ClusterTotals as Totals } from '../protocol/http';
import { count, percent } from './figures';

/** The whole in five numbers. */
export function ClusterTotals({ totals }: { totals: Totals }) {
  const { t, language } = useText();
  const facts: [name: string, figure: string, note: string][] = [
    [t('cluster.total.nodes'), count(totals.nodes, language), t('cluster.total.active', { active: totals.activeNodes, all: totals.nodes })],
    [t('cluster.total.relays'), count(totals.relays, language), t('cluster.total.active', { active: totals.activeRelays, all: totals.relays })],
    [t('cluster.total.load'), percent(totals.load, language), t('cluster.total.packets', { used: count(totals.packetsPerSecond, language) })],
    [t('cluster.total.sessions'), count(totals.sessions, language), t('cluster.total.standby')],
    [t('cluster.total.groups'), count(totals.groups, language), t('cluster.total.memory')],
  ];
  return (
    <dl className="totals" data-testid="cluster-totals">
      {facts.map(([name, figure, note]) => (
        <div key={name} className="total">
          <dt>{name}</dt>
          <dd><strong>{figure}</strong><small>{note}</small></dd>
        </div>
      ))}
    </dl>
  );
}
