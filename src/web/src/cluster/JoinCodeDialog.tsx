import { Fragment, useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import type { JoinCodeDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { RefusalNotice } from '../ui/Notice';
import { joinCommand } from './model';

/** Minutes for which a code may be valid. */
const lifetimes = [15, 60, 1440, 10_080] as const;

/** Makes a one-time code for one more node, and shows it this once. */
export function JoinCodeDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useText();
  const [minutes, setMinutes] = useState<number>(60);
  const [made, setMade] = useState<JoinCodeDto | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);

  const create = async () => {
    setIsAsking(true);
    setRefusal(null);
    try {
      setMade(await server.createJoinCode(minutes));
    } catch (failed) {
      setRefusal(errorCode(failed));
    }
    setIsAsking(false);
  };

  return (
    <Dialog title={t('cluster.code')} onClose={onClose}>
      {refusal !== null && <RefusalNotice code={refusal} title={t('cluster.code.failed')} />}
      {made === null && (
        <>
          <p>{t('cluster.code.lead')}</p>
          <Field label={t('cluster.code.lifetime')}>
            {attributes => (
              <select {...attributes} value={minutes} data-testid="code-lifetime" onChange={event => setMinutes(Number(event.target.value))}>
                {lifetimes.map(one => <option key={one} value={one}>{t(`cluster.code.lifetime.${one}`)}</option>)}
              </select>
            )}
          </Field>
          <div className="actions actions-end">
            <button type="button" className="button" onClick={onClose}>{t('app.cancel')}</button>
            <button type="button" className="button button-primary" disabled={isAsking} data-testid="make-code" autoFocus onClick={() => void create()}>{t('cluster.code.make')}</button>
          </div>
        </>
      )}
      {made !== null && (
        <>
          <p className="notice notice-warning"><Icon name="alert" /><span>{t('cluster.code.once', { time: formatTime(made.expiresAt, language) })}</span></p>
          <Copied label={t('cluster.code.text')} text={made.code} testId="join-code" focus />
          <p>{t('cluster.join.lead')}</p>
          <Copied label={t('cluster.code.command')} text={joinCommand(location.origin, made.code)} testId="join-command" />
          <ul className="join-facts">
            <li>{t('cluster.join.words')}</li>
            {location.protocol !== 'https:' && <li>{t('cluster.join.https')}</li>}
          </ul>
          <div className="actions actions-end">
            <button type="button" className="button button-primary" data-testid="code-done" onClick={onClose}>{t('cluster.code.done')}</button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** A text with a button that copies it. */
function Copied({ label, text, testId, focus = false }: { label: string; text: string; testId: string; focus?: boolean }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  return (
    <div className="command" role="group" aria-label={label}>
      <code data-testid={testId} tabIndex={0} ref={element => { if (focus) element?.focus(); }}>
        {text.split(/ (?=--)/).map(part => <Fragment key={part}><span>{part}</span> </Fragment>)}
      </code>
      {/* The clipboard is there only on secure addresses. */}
      {window.isSecureContext && (
        <button
          type="button" className="button button-quiet button-icon" aria-label={t('cluster.code.copy', { what: label })} title={t('cluster.code.copy', { what: label })}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => undefined)}
        >
          <Icon name={copied ? 'check' : 'copy'} />
        </button>
      )}
      <span className="hidden" role="status">{copied ? t('app.copied') : ''}</span>
    </div>
  );
}
