import { useText } from '../i18n/language';
import type { ClusterClock, ClusterDto } from '../protocol/http';
import { Icon } from '../ui/Icon';
import { difference, offset } from './figures';

/** Clocks that somebody has to set, and what to do about it; below, those of processes that stand in no list. */
export function ClusterClocks({ cluster: { clocks, nodes } }: { cluster: ClusterDto }) {
  const { t, language } = useText();
  const wrong = clocks.filter(one => one.isOff);
  const unlisted = clocks.filter(one => !one.isOff && !nodes.some(node => node.node === one.server));
  return (
    <>
      {wrong.length > 0 && (
        <div className="notice notice-warning" role="alert" data-testid="cluster-clocks">
          <Icon name="clock" />
          <div>
            <strong>{t('cluster.clock.wrong', { count: wrong.length })}</strong>
            <ul className="wrong-clocks">
              {wrong.map(one => (
                <li key={one.server}>
                  {t(one.aheadMs > 0 ? 'cluster.clock.ahead' : 'cluster.clock.behind', { server: one.server, difference: difference(one.aheadMs, language) })}
                </li>
              ))}
            </ul>
            <p>{t('cluster.clock.todo')} <code>timedatectl set-ntp true</code></p>
            <p>{t('cluster.clock.until')}</p>
          </div>
        </div>
      )}
      {unlisted.map(one => (
        <p key={one.server} className="quiet" data-testid={`clock-${one.server}`}>
          {t('cluster.clock.of', { server: one.server, offset: offset(one.aheadMs, language) })}
        </p>
      ))}
    </>
  );
}

/** A server's clock against the database's, at its node. */
export function NodeClock({ clock }: { clock: ClusterClock }) {
  const { t, language } = useText();
  return (
    <span className={clock.isOff ? 'badge badge-clock-off' : 'quiet small'} title={t('cluster.clock.title')} data-testid={`clock-${clock.server}`}>
      {clock.isOff && <Icon name="clock" size={16} />}{t('cluster.clock', { offset: offset(clock.aheadMs, language) })}
    </span>
  );
}
