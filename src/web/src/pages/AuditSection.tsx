import { useState } from 'react';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { Loading, RefusalNotice } from '../ui/Notice';
import { useLoad } from '../ui/useLoad';

/** The audit trail of one consultation; loaded when it is opened. */
export function AuditSection({ groupId }: { groupId: string }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <section className="card" aria-labelledby="audit-title">
      <div className="section-head">
        <div>
          <h2 id="audit-title">{t('audit.title')}</h2>
          <p className="quiet">{t('audit.lead')}</p>
        </div>
        {!open && <button type="button" className="button" data-testid="audit-show" onClick={() => setOpen(true)}>{t('audit.show')}</button>}
      </div>
      {open && <State />}
      {open && <Entries groupId={groupId} />}
    </section>
  );
}

/** An alarm when a check has found a wrong entry, which may be one of another consultation. */
function State() {
  const { t, language } = useText();
  const state = useLoad('audit state', () => server.auditState()).value;
  if (state === null) return null;
  if (state.state === 'broken') {
    return (
      <div className="notice notice-danger" role="alert" data-testid="audit-broken">
        <Icon name="alert" />
        <div>
          <strong>{t('audit.broken.title')}</strong>
          <p>{t('audit.broken.body', { number: String(state.firstBroken) })}</p>
        </div>
      </div>
    );
  }
  if (state.state === 'unknown' || state.verifiedAt === null) return null;
  return <p className="quiet" data-testid="audit-whole">{t('audit.whole', { time: formatTime(state.verifiedAt, language) })}</p>;
}

function Entries({ groupId }: { groupId: string }) {
  const { t, language } = useText();
  const entries = useLoad(`audit ${groupId}`, () => server.audit(groupId));
  if (entries.error !== null) return <RefusalNotice code={entries.error} />;
  if (entries.value === null) return <Loading />;
  if (entries.value.length === 0) return <p className="quiet">{t('audit.none')}</p>;
  return (
    <div className="table-scroll">
      <table data-testid="audit">
        <thead>
          <tr><th>{t('audit.number')}</th><th>{t('audit.at')}</th><th>{t('audit.by')}</th><th>{t('audit.action')}</th><th>{t('audit.from')}</th></tr>
        </thead>
        <tbody>
          {entries.value.map(entry => (
            <tr key={entry.number}>
              <td>{entry.number}</td>
              <td><time dateTime={entry.at}>{formatTime(entry.at, language)}</time></td>
              <td>{entry.by}</td>
              <td><code>{entry.action}</code></td>
              <td className="quiet">{entry.from}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
