import { useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { useRole } from '../app/account';
import { useText } from '../i18n/language';
import type { ClusterNode } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { ClusterClocks } from './ClusterClocks';
import { ClusterGroups } from './ClusterGroups';
import { ClusterLinks } from './ClusterLinks';
import { ClusterMap } from './ClusterMap';
import { ClusterNews } from './ClusterNews';
import { ClusterRegions } from './ClusterRegions';
import { ClusterTotals } from './ClusterTotals';
import { DrainDialog } from './DrainDialog';
import { Enrolments } from './Enrolments';
import { LiveStatus } from './LiveStatus';
import { isLastActive } from './model';
import { useCluster } from './useCluster';

/** What the cluster carries now, for those who operate it. */
export function ClusterPage() {
  const { t } = useText();
  if (useRole() !== 'administrator') {
    return <main id="content" className="page"><h1>{t('cluster.title')}</h1><p className="notice"><Icon name="lock" />{t('cluster.only')}</p></main>;
  }
  return <LiveCluster />;
}

function LiveCluster() {
  const { t } = useText();
  const { cluster, cameAt, live, error, news, askNow } = useCluster();
  const [draining, setDraining] = useState<ClusterNode | null>(null);
  const [refusal, setRefusal] = useState<{ title: string; code: RefusalCode } | null>(null);

  const order = async (title: string, send: () => Promise<void>) => {
    setRefusal(null);
    try {
      await send();
    } catch (failed) {
      setRefusal({ title, code: errorCode(failed) });
    }
    askNow();
  };
  const drain = (node: ClusterNode, force: boolean) => order(t('cluster.drain.failed', { node: node.node }), () => server.drain(node.node, force));
  const resume = (node: ClusterNode) => order(t('cluster.resume.failed', { node: node.node }), () => server.resume(node.node));

  return (
    <main id="content" className="page page-cluster">
      <div className="page-head">
        <h1>{t('cluster.title')}</h1>
        {cluster !== null && (
          <div className="page-head-end">
            {cluster.dashboard !== null && (
              <a className="button button-small" href={cluster.dashboard} target="_blank" rel="noopener" title={t('cluster.dashboard.title')} data-testid="dashboard">
                <Icon name="gauge" size={18} />{t('cluster.dashboard')}
              </a>
            )}
            <LiveStatus live={live} cameAt={cameAt} />
          </div>
        )}
      </div>
      {refusal !== null && <RefusalNotice code={refusal.code} title={refusal.title} />}
      {cluster === null && error !== null && <RefusalNotice code={error} title={t('cluster.failed')} />}
      {cluster === null && error === null && <Loading />}
      {cluster !== null && (
        <div className={`cluster ${live ? '' : 'cluster-old'}`} data-testid="cluster">
          <ClusterClocks cluster={cluster} />
          <ClusterTotals totals={cluster.totals} />
          {cluster.nodes.length === 1 && <Enrolments alone />}
          <ClusterMap cluster={cluster} />
          <ClusterRegions cluster={cluster} onDrain={setDraining} onResume={node => void resume(node)} />
          {cluster.nodes.length > 1 && <Enrolments alone={false} />}
          <ClusterLinks cluster={cluster} />
          <ClusterGroups cluster={cluster} />
          <ClusterNews news={news} />
        </div>
      )}
      {draining !== null && cluster !== null && (
        <DrainDialog
          node={cluster.nodes.find(one => one.node === draining.node) ?? draining} last={isLastActive(cluster, draining)}
          onDrain={force => void drain(draining, force)} onClose={() => setDraining(null)}
        />
      )}
    </main>
  );
}
