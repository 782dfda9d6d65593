import { useRef, useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import type { EnrolmentDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Confirm } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { RefusalNotice } from '../ui/Notice';
import { JoinCodeDialog } from './JoinCodeDialog';
import { enrolmentsInOrder, keyWords } from './model';
import { useEnrolments } from './useEnrolments';

/** Which relay nodes may join: those that wait, those that are enrolled, those that were revoked; and codes for new ones. */
export function Enrolments({ alone }: { alone: boolean }) {
  const { t } = useText();
  const { enrolments, error, askNow } = useEnrolments();
  const heading = useRef<HTMLHeadingElement>(null);
  const [inviting, setInviting] = useState(false);
  const [revoking, setRevoking] = useState<EnrolmentDto | null>(null);
  const [refusal, setRefusal] = useState<{ title: string; code: RefusalCode } | null>(null);

  const order = async (title: string, send: () => Promise<void>) => {
    setRefusal(null);
    try {
      await send();
    } catch (failed) {
      setRefusal({ title, code: errorCode(failed) });
    }
    await askNow();
    // The button that was pressed may be gone.
    heading.current?.focus();
  };
  const nodes = enrolmentsInOrder(enrolments?.nodes ?? []);
  const waiting = nodes.filter(node => node.state === 'waiting').length;

  return (
    <section className="card enrolments" aria-labelledby="enrolments-title" data-testid="enrolments">
      <div className="enrolments-head">
        <h2 id="enrolments-title" ref={heading} tabIndex={-1}>{t('cluster.enrol')}</h2>
        <button type="button" className={`button button-small ${alone ? 'button-primary' : ''}`} data-testid="create-join-code" onClick={() => setInviting(true)}>
          <Icon name="plus" size={18} />{t('cluster.enrol.add')}
        </button>
      </div>
      {alone && <p>{t('cluster.join.one')}</p>}
      {refusal !== null && <RefusalNotice code={refusal.code} title={refusal.title} />}
      {error !== null && <RefusalNotice code={error} title={t('cluster.enrol.failed')} />}
      <p className="hidden" role="status">{waiting === 0 ? '' : t('cluster.enrol.waiting', { count: waiting })}</p>
      {enrolments?.key?.isClosed === true && (
        <p className="notice notice-warning" data-testid="node-key-closed"><Icon name="alert" /><span>{t('cluster.enrol.closed')}</span></p>
      )}
      {nodes.length === 0 && enrolments !== null && <p className="quiet">{t('cluster.enrol.none')}</p>}
      {nodes.length > 0 && (
        <ul className="enrolment-list">
          {nodes.map(node => (
            <Row
              key={node.keyId} node={node} onRevoke={() => setRevoking(node)}
              onApprove={() => void order(t('cluster.enrol.approve.failed', { node: node.node }), () => server.approve(node.keyId))}
            />
          ))}
        </ul>
      )}
      {enrolments?.key != null && enrolments.key.limit > 0 && !enrolments.key.isClosed && (
        <p className="quiet small">{t('cluster.enrol.key', { used: enrolments.key.used, limit: enrolments.key.limit })}</p>
      )}
      {inviting && <JoinCodeDialog onClose={() => setInviting(false)} />}
      {revoking !== null && (
        <Confirm
          title={t(revoking.state === 'waiting' ? 'cluster.enrol.refuse.ask' : 'cluster.enrol.revoke.ask', { node: revoking.node })}
          body={[
            t(revoking.state === 'waiting' ? 'cluster.enrol.refuse.body' : 'cluster.enrol.revoke.body'),
            revoking.via === 'key' ? t('cluster.enrol.revoke.key') : '',
          ].join(' ').trim()}
          confirm={t(revoking.state === 'waiting' ? 'cluster.enrol.refuse' : 'cluster.enrol.revoke')}
          onClose={() => setRevoking(null)}
          onConfirm={() => void order(t('cluster.enrol.revoke.failed', { node: revoking.node }), () => server.revoke(revoking.keyId))}
        />
      )}
    </section>
  );
}

function Row({ node, onApprove, onRevoke }: { node: EnrolmentDto; onApprove: () => void; onRevoke: () => void }) {
  const { t, language } = useText();
  const since = node.decidedAt ?? node.askedAt;
  return (
    <li className={`enrolment enrolment-${node.state}`} data-testid={`enrolment-${node.node}`} data-state={node.state}>
      <div className="enrolment-name">
        <strong>{node.node}</strong>
        <span className={`badge badge-enrolment-${node.state}`}>{t(`cluster.enrol.state.${node.state}`)}</span>
        {node.state === 'enrolled' && !node.isJoined && <span className="badge">{t('cluster.enrol.away')}</span>}
      </div>
      <dl className="enrolment-facts">
        <div><dt>{t('cluster.enrol.fingerprint')}</dt><dd><code title={node.keyId}>{keyWords(node.keyId)}</code></dd></div>
        <div><dt>{t('cluster.enrol.address')}</dt><dd>{node.address}</dd></div>
        <div>
          <dt>{t(`cluster.enrol.since.${node.state}`)}</dt>
          <dd>{formatTime(since, language)}{node.state === 'enrolled' && node.via !== '' ? ` · ${t(`cluster.enrol.via.${node.via}`)}` : ''}</dd>
        </div>
      </dl>
      {node.state === 'waiting' && <p className="quiet small">{t('cluster.enrol.compare')}</p>}
      <div className="enrolment-orders">
        {node.state === 'waiting' && (
          <button
            type="button" className="button button-small button-primary" data-testid={`approve-${node.node}`}
            aria-label={t('cluster.enrol.approve.of', { node: node.node })} onClick={onApprove}
          >
            <Icon name="check" size={18} />{t('cluster.enrol.approve')}
          </button>
        )}
        {node.state !== 'revoked' && (
          <button
            type="button" className="button button-small" data-testid={`revoke-${node.node}`}
            aria-label={t(node.state === 'waiting' ? 'cluster.enrol.refuse.of' : 'cluster.enrol.revoke.of', { node: node.node })} onClick={onRevoke}
          >
            {t(node.state === 'waiting' ? 'cluster.enrol.refuse' : 'cluster.enrol.revoke')}
          </button>
        )}
      </div>
    </li>
  );
}
