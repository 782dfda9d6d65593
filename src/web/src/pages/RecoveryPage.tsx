import { useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { Link, paths } from '../app/router';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { RefusalNotice } from '../ui/Notice';
import { NewPasswordFields } from './NewPasswordFields';
import { checkPassword, type Mistakes } from './validation';

/** `/recover#code=…`, as the server's console printed it: another password for an administrator. */
export function RecoveryPage() {
  const { t } = useText();
  const [code] = useState(() => new URLSearchParams(location.hash.slice(1)).get('code') ?? '');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [mistakes, setMistakes] = useState<Mistakes<'password' | 'repeat'>>({});
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const error = (field: 'password' | 'repeat') => (mistakes[field] === undefined ? undefined : t(mistakes[field].key));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkPassword(password, repeat);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      await server.recover({ code, password });
      setDone(true);
    } catch (failed) {
      setRefusal(errorCode(failed));
    }
    setBusy(false);
  };

  return (
    <main id="content" className="page page-narrow">
      <form className="card form" noValidate onSubmit={event => void submit(event)}>
        <h1>{t('recovery.title')}</h1>
        <p className="lead">{t('recovery.lead')}</p>
        {code === '' && <p className="notice notice-danger" role="alert">{t('recovery.noCode')}</p>}
        {refusal !== null && <RefusalNotice code={refusal} />}
        {done ? (
          <>
            <p className="notice" role="status">{t('recovery.done')}</p>
            <Link to={paths.home} className="button button-primary button-wide">{t('signIn.title')}</Link>
          </>
        ) : (
          <>
            <NewPasswordFields
              label={t('account.password.new')} password={password} repeat={repeat} passwordError={error('password')} repeatError={error('repeat')}
              onChange={(changed, again) => { setPassword(changed); setRepeat(again); }}
            />
            <button className="button button-primary button-wide" data-testid="recover" disabled={busy || code === ''}>{t('account.password.submit')}</button>
          </>
        )}
      </form>
    </main>
  );
}
