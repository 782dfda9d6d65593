import { Link, paths } from '../app/router';
import { useText } from '../i18n/language';
import type { ClusterDto } from '../protocol/http';
import { StateBadge } from '../ui/badges';
import { ClusterTable } from './ClusterTable';

/** Consultations in memory, the largest first; ids only. */
export function ClusterGroups({ cluster: { groups, totals } }: { cluster: ClusterDto }) {
  const { t } = useText();
  return (
    <ClusterTable
      name="cluster-groups"
      title="cluster.groups"
      none="cluster.groups.none"
      rows={groups.length}
      shown={groups.length < totals.groups ? t('cluster.groups.shown', { shown: groups.length, all: totals.groups }) : null}
      head={(
        <tr>
          <th>{t('cluster.groups.group')}</th><th>{t('cluster.links.state')}</th><th className="number">{t('cluster.groups.inside')}</th>
          <th className="number">{t('cluster.groups.connected')}</th><th>{t('cluster.groups.relays')}</th>
        </tr>
      )}
      body={groups.map(group => (
        <tr key={group.groupId}>
          <td><Link to={paths.consultation(group.groupId)}><code>{group.groupId}</code></Link></td>
          <td><StateBadge state={group.state} /></td>
          <td className="number">{group.members}</td>
          <td className="number">{group.connected}</td>
          <td>{group.relays.length === 0 ? '–' : group.relays.join(', ')}</td>
        </tr>
      ))}
    />
  );
}
