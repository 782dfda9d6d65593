import { useText } from '../i18n/language';
import type { ClusterNode } from '../protocol/http';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';

interface Props {
  node: ClusterNode;
  /** Nobody else takes calls. */
  last: boolean;
  onDrain: (force: boolean) => void;
  onClose: () => void;
}

/** Says what draining a node does, before it is done. */
export function DrainDialog({ node, last, onDrain, onClose }: Props) {
  const { t } = useText();
  const sessions = node.relays.reduce((sum, relay) => sum + relay.sessions, 0);
  return (
    <Dialog title={t('cluster.drain.ask', { node: node.node })} onClose={onClose}>
      {last && <p className="notice notice-warning"><Icon name="alert" /><span>{t('cluster.drain.last')}</span></p>}
      <ul className="drain-facts">
        <li>{t('cluster.drain.now', { count: sessions })}</li>
        {!last && <li>{t('cluster.drain.moves')}</li>}
        <li>{t('cluster.drain.closed')}</li>
        <li>{t(node.isSelf ? 'cluster.drain.self' : 'cluster.drain.stop')}</li>
      </ul>
      <div className="actions actions-end">
        <button type="button" className="button" onClick={onClose} autoFocus>{t('app.cancel')}</button>
        <button type="button" className="button button-danger" data-testid="confirm" onClick={() => { onClose(); onDrain(last); }}>
          {t(last ? 'cluster.drain.anyway' : 'cluster.drain')}
        </button>
      </div>
    </Dialog>
  );
}
