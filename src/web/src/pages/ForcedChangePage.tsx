import { loadAccount } from '../app/account';
import { formatTime, useText } from '../i18n/language';
import type { SignedInDto } from '../protocol/http';
import { PasswordChange } from './PasswordChange';

/** The only page for a one-time password: its owner chooses another one. */
export function ForcedChangePage({ person }: { person: SignedInDto }) {
  const { t, language } = useText();
  return (
    <main id="content" className="page page-narrow">
      <section className="card form" data-testid="forced-change">
        <h1>{t('account.forced.title')}</h1>
        <p className="lead">{t('account.forced.lead')}</p>
        {person.passwordReset !== null && (
          <p className="notice">{t('account.reset', { by: person.passwordReset.by, at: formatTime(person.passwordReset.at, language) })}</p>
        )}
        <PasswordChange userName={person.userName} oldLabel={t('account.password.oneTime')} onChanged={() => void loadAccount()} />
      </section>
    </main>
  );
}
