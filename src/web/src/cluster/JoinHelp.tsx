import { Fragment, useState } from 'react';
import { useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { joinCommand } from './model';

/** How one more node joins; in the middle of the page while there is only one. */
export function JoinHelp({ keyFile, alone }: { keyFile: string | null; alone: boolean }) {
  const { t } = useText();
  const command = joinCommand(location.origin);
  const [copied, setCopied] = useState(false);
  return (
    <section className="card join-help" aria-labelledby="cluster-join-title" data-testid="cluster-join">
      <h2 id="cluster-join-title">{t('cluster.join')}</h2>
      {alone && <p>{t('cluster.join.one')}</p>}
      <p>{t('cluster.join.lead')}</p>
      <div className="command">
        <code>{command.split(/ (?=--)/).map(part => <Fragment key={part}><span>{part}</span> </Fragment>)}</code>
        {/* The clipboard is there only on secure addresses. */}
        {window.isSecureContext && (
          <button
            type="button" className="button button-quiet button-icon" aria-label={t('cluster.join.copy')} title={t('cluster.join.copy')}
            onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true), () => undefined)}
          >
            <Icon name={copied ? 'check' : 'copy'} />
          </button>
        )}
        <span className="hidden" role="status">{copied ? t('app.copied') : ''}</span>
      </div>
      <ul className="join-facts">
        <li>{keyFile === null ? t('cluster.join.given') : t('cluster.join.key', { file: keyFile })}</li>
        <li>{t('cluster.join.words')}</li>
        {location.protocol !== 'https:' && <li>{t('cluster.join.https')}</li>}
      </ul>
    </section>
  );
}
