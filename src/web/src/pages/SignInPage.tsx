import { useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { signedIn } from '../app/account';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { Field } from '../ui/Field';
import { RefusalNotice } from '../ui/Notice';

export function SignInPage() {
  const { t } = useText();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const missing = (value: string) => (tried && value === '' ? t('valid.required') : undefined);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (userName.trim() === '' || password === '') return;
    setBusy(true);
    setRefusal(null);
    try {
      signedIn(await server.signIn({ userName: userName.trim(), password }));
    } catch (error) {
      setRefusal(errorCode(error));
      setBusy(false);
    }
  };

  return (
    <main id="content" className="page page-narrow">
      <form className="card form" noValidate onSubmit={event => void submit(event)}>
        <h1>{t('signIn.title')}</h1>
        <p className="lead">{t('signIn.lead')}</p>
        {refusal !== null && <RefusalNotice code={refusal} />}
        <Field label={t('signIn.userName')} error={missing(userName.trim())}>
          {attributes => (
            <input
              {...attributes} name="userName" data-testid="user-name" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus
              value={userName} onChange={event => setUserName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.password')} error={missing(password)}>
          {attributes => (
            <input
              {...attributes} name="password" data-testid="password" type="password" autoComplete="current-password"
              value={password} onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        <button className="button button-primary button-wide" data-testid="sign-in" disabled={busy}>{t('signIn.submit')}</button>
      </form>
    </main>
  );
}
