import { server } from '../api/server';
import { loadAccount } from '../app/account';
import { formatTime, useText } from '../i18n/language';
import type { PasswordResetDto } from '../protocol/http';
import { Icon } from '../ui/Icon';

/** Tells a person that somebody else replaced the password, until the person says to have read it. */
export function ResetNotice({ reset }: { reset: PasswordResetDto | null }) {
  const { t, language } = useText();
  if (reset === null || reset.seen) return null;
  const confirm = async () => {
    await server.confirmReset().catch(() => undefined);
    await loadAccount();
  };
  return (
    <section className="notice notice-warning reset-notice" role="alert" data-testid="reset-notice">
      <Icon name="lock" />
      <div>
        <strong>{t('account.reset', { by: reset.by, at: formatTime(reset.at, language) })}</strong>
        <p>{t('account.reset.body')}</p>
      </div>
      <button type="button" className="button" data-testid="reset-seen" onClick={() => void confirm()}>{t('account.reset.seen')}</button>
    </section>
  );
}
