import { useRef, useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import type { IssuedTokenDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { newKey } from '../signal/seat';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { RefusalNotice } from '../ui/Notice';

const roles = ['patient', 'expert', 'interpreter', 'observer', 'coordinator', 'applicant'] as const;

/** Seconds. */
const lifetimes = [900, 3600, 14_400, 86_400] as const;

/** Makes a link for one person. It is shown once: the server keeps no copy of the token. */
export function InviteDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const { t, language } = useText();
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof roles)[number]>('patient');
  const [lifetime, setLifetime] = useState<number>(lifetimes[0]);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  // One for each set of contents: trying again after a lost answer gives the same token.
  const attempt = useRef({ contents: '', requestId: '' });
  const [issued, setIssued] = useState<IssuedTokenDto | null>(null);

  const problem = name.trim() === '' ? t('valid.required') : name.trim().length > 80 ? t('valid.tooLong', { max: 80 }) : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    setBusy(true);
    setRefusal(null);
    const contents = JSON.stringify([name.trim(), role, lifetime]);
    if (attempt.current.contents !== contents) attempt.current = { contents, requestId: newKey() };
    try {
      setIssued(await server.issueToken(groupId, {
        displayName: name.trim(), role, terminalKind: 'browser', permissions: null, lifetimeSeconds: lifetime, singleUse: true,
        requestId: attempt.current.requestId,
      }));
    } catch (error) {
      setRefusal(errorCode(error));
    }
    setBusy(false);
  };

  if (issued !== null) {
    return (
      <Dialog title={t('tokens.ready', { name: name.trim() })} onClose={onClose}>
        <p>{t('tokens.ready.body', { until: formatTime(issued.expiresAt, language) })}</p>
        <CopyLink link={new URL(issued.link, location.href).href} />
        <div className="actions actions-end"><button type="button" className="button" data-testid="invite-done" onClick={onClose}>{t('app.close')}</button></div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('tokens.invite')} onClose={onClose}>
      <form className="form" noValidate onSubmit={event => void submit(event)}>
        {refusal !== null && <RefusalNotice code={refusal} />}
        <Field label={t('tokens.name')} error={tried ? problem : undefined}>
          {attributes => (
            <input {...attributes} data-testid="invite-name" autoFocus autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('tokens.role')}>
          {attributes => (
            <select {...attributes} data-testid="invite-role" value={role} onChange={event => setRole(event.target.value as typeof role)}>
              {roles.map(one => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('tokens.lifetime')}>
          {attributes => (
            <select {...attributes} data-testid="invite-lifetime" value={lifetime} onChange={event => setLifetime(Number(event.target.value))}>
              {lifetimes.map(seconds => (
                <option key={seconds} value={seconds}>
                  {seconds < 3600 ? t('tokens.minutes', { count: seconds / 60 }) : t('tokens.hours', { count: seconds / 3600 })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="actions actions-end">
          <button type="button" className="button" onClick={onClose}>{t('app.cancel')}</button>
          <button className="button button-primary" data-testid="invite-submit" disabled={busy}>{t('tokens.make')}</button>
        </div>
      </form>
    </Dialog>
  );
}

function CopyLink({ link }: { link: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    // The clipboard is there only on secure addresses; elsewhere the link is selected for the person to copy.
    input.current?.select();
    await navigator.clipboard?.writeText(link).then(() => setCopied(true), () => undefined);
  };
  return (
    <div className="copy-link">
      <Field label={t('tokens.link')}>
        {attributes => <input {...attributes} ref={input} readOnly data-testid="invite-link" value={link} onFocus={event => event.target.select()} />}
      </Field>
      <button type="button" className="button button-primary" data-testid="copy-link" autoFocus onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />{copied ? t('app.copied') : t('tokens.copyLink')}
      </button>
      <span className="hidden" role="status">{copied ? t('app.copied') : ''}</span>
    </div>
  );
}
