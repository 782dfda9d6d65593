import { useState } from 'react';
import { server } from '../api/server';
import { formatTime, useText } from '../i18n/language';
import type { SignedInDto } from '../protocol/http';
import { PasswordChange } from './PasswordChange';
import { SessionList } from './SessionList';

/** One's own account: the password, and where one is signed in. */
export function AccountPage({ person }: { person: SignedInDto }) {
  const { t, language } = useText();
  const [changes, setChanges] = useState(0);
  return (
    <main id="content" className="page page-form">
      <h1>{t('account.title')}</h1>
      <section className="card form" aria-labelledby="account-password">
        <h2 id="account-password">{t('account.password')}</h2>
        {person.passwordReset !== null && (
          <p className="field-hint">{t('account.reset', { by: person.passwordReset.by, at: formatTime(person.passwordReset.at, language) })}</p>
        )}
        <p role="status" className={changes === 0 ? 'hidden' : 'notice'} data-testid="password-changed">
          {changes === 0 ? '' : t('account.password.done')}
        </p>
        <PasswordChange userName={person.userName} oldLabel={t('account.password.old')} onChanged={() => setChanges(changes + 1)} />
      </section>
      <section className="card" aria-labelledby="account-sessions">
        <h2 id="account-sessions">{t('sessions.title')}</h2>
        <SessionList person={`own ${changes}`} load={server.sessions} end={server.endSession} endOthers={server.endOtherSessions} />
      </section>
    </main>
  );
}
