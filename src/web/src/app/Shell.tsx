import type { ReactNode } from 'react';
import { changeLanguage, useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import { account, mayAsk, signOut } from './account';
import { Link, paths, useRoute } from './router';
import { useStore } from './Store';
import { nextTheme, theme } from './theme';
import { ResetNotice } from '../pages/ResetNotice';
import { roleText } from '../ui/badges';

/** Language and appearance; the same two buttons everywhere. */
export function Preferences() {
  const { t, language } = useText();
  const current = useStore(theme);
  return (
    <div className="preferences">
      <button
        type="button" className="button button-quiet" data-testid="language"
        lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => changeLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        <Icon name="language" />{language === 'zh' ? 'English' : '中文'}
      </button>
      <button
        type="button" className="button button-quiet button-icon" data-testid="theme"
        aria-label={t(`app.theme.${current}`)} title={t(`app.theme.${current}`)} onClick={nextTheme}
      >
        <Icon name={current === 'system' ? 'contrast' : current === 'light' ? 'sun' : 'moon'} />
      </button>
    </div>
  );
}

export function Brand() {
  const { t } = useText();
  return (
    <span className="brand">
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="brand-mark" /><path d="M13 7h6v6h6v6h-6v6h-6v-6H7v-6h6z" className="brand-cross" />
      </svg>
      <span className="brand-name">{t('app.name')}</span>
    </span>
  );
}

/** The frame of every page but the room. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useText();
  const route = useRoute();
  const current = useStore(account);
  const person = current.state === 'signedIn' ? current.person : null;
  const guest = route.page === 'join';
  const here = (page: string) => (route.page === page ? { 'aria-current': 'page' as const } : {});
  return (
    <>
      <a className="skip" href="#content">{t('app.skip')}</a>
      <header className="header">
        {person === null || guest ? <Brand /> : <Link to={paths.consultations} className="brand-link" aria-label={t('app.name')}><Brand /></Link>}
        {person !== null && !guest && !person.mustChangePassword && (
          <nav className="nav" aria-label={t('app.nav')}>
            <Link to={paths.consultations} {...here('consultations')}>{t('nav.consultations')}</Link>
            {mayAsk(person.role) && <Link to={paths.ask} {...here('ask')}>{t('nav.ask')}</Link>}
            {person.role === 'administrator' && <Link to={paths.people} {...here('people')}>{t('nav.people')}</Link>}
            {person.role === 'administrator' && <Link to={paths.cluster} {...here('cluster')}>{t('nav.cluster')}</Link>}
          </nav>
        )}
        <div className="header-end">
          <Preferences />
          {person !== null && !guest && (
            <>
              <Link
                to={paths.account} className="whoami" data-testid="account" {...here('account')} title={t('account.title')}
              >
                <Icon name="person" /><span className="hidden">{t('account.title')}</span><strong>{person.displayName}</strong><small>{roleText(t, person.role)}</small>
              </Link>
              <button
                type="button" className="button button-quiet button-icon" data-testid="sign-out"
                aria-label={t('app.signOut')} title={t('app.signOut')} onClick={() => void signOut()}
              >
                <Icon name="signOut" />
              </button>
            </>
          )}
        </div>
      </header>
      {person !== null && !guest && !person.mustChangePassword && <ResetNotice reset={person.passwordReset} />}
      {children}
    </>
  );
}
