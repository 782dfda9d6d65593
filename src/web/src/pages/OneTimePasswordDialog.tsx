import { useRef, useState } from 'react';
import { formatTime, useText } from '../i18n/language';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Icon } from '../ui/Icon';

/** A password for somebody else, shown this once. */
export function OneTimePasswordDialog({ name, password, until, onClose }: { name: string; password: string; until: string; onClose: () => void }) {
  const { t, language } = useText();
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    // The clipboard is there only on secure addresses; elsewhere the password is selected for the person to copy.
    input.current?.select();
    await navigator.clipboard?.writeText(password).then(() => setCopied(true), () => undefined);
  };
  return (
    <Dialog title={t('people.password', { name })} onClose={onClose}>
      <p>{t('people.password.body', { until: formatTime(until, language) })}</p>
      <div className="copy-link">
        <Field label={t('people.oneTime')}>
          {attributes => (
            <input
              {...attributes} ref={input} className="one-time-password" data-testid="one-time-password" readOnly value={password} autoComplete="off" spellCheck={false}
              onFocus={event => event.target.select()}
            />
          )}
        </Field>
        <button type="button" className="button button-primary" data-testid="password-copy" autoFocus onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'copy'} />{copied ? t('app.copied') : t('people.password.copy')}
        </button>
        <p role="status" className="hidden">{copied ? t('app.copied') : ''}</p>
      </div>
      <div className="actions actions-end"><button type="button" className="button" data-testid="password-done" onClick={onClose}>{t('app.close')}</button></div>
    </Dialog>
  );
}
