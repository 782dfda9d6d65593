import { useText } from '../i18n/language';
import type { ClusterDto } from '../protocol/http';
import { ClusterTable } from './ClusterTable';
import { count, loss, milliseconds } from './figures';
import { qualityOf } from './model';

/** Every link between two relays. */
export function ClusterLinks({ cluster: { links, totals } }: { cluster: ClusterDto }) {
  const { t, language } = useText();
  return (
    <ClusterTable
      name="cluster-links"
      title="cluster.links"
      none="cluster.links.none"
      rows={links.length}
      shown={links.length < totals.links ? t('cluster.shown', { shown: links.length, all: totals.links }) : null}
      head={(
        <tr>
          <th>{t('cluster.links.from')}</th><th>{t('cluster.links.to')}</th><th>{t('cluster.links.state')}</th>
          <th className="number">{t('cluster.links.rtt')}</th>
          <th className="number">{t('cluster.links.lossOut')}</th><th className="number">{t('cluster.links.lossIn')}</th>
          <th className="number">{t('cluster.links.packetsOut')}</th><th className="number">{t('cluster.links.packetsIn')}</th>
        </tr>
      )}
      body={links.map(link => (
        <tr key={`${link.from} ${link.to}`}>
          <td>{link.from}</td><td>{link.to}</td>
          <td><span className={`badge badge-link-${qualityOf(link)}`}><span className="dot" aria-hidden="true" />{t(`cluster.link.${link.state}`)}</span></td>
          <td className="number">{milliseconds(link.roundTripMs, language)}</td>
          <td className="number">{loss(link.lossOutPercent, language)}</td><td className="number">{loss(link.lossInPercent, language)}</td>
          <td className="number">{count(link.packetsOut, language)}</td><td className="number">{count(link.packetsIn, language)}</td>
        </tr>
      ))}
    />
  );
}
