import { useEffect } from 'react';
import { ClusterPage } from '../cluster/ClusterPage';
import { useText } from '../i18n/language';
import { AccountPage } from '../pages/AccountPage';
import { AskPage } from '../pages/AskPage';
import { ConsultationPage } from '../pages/ConsultationPage';
import { ConsultationsPage } from '../pages/ConsultationsPage';
import { ForcedChangePage } from '../pages/ForcedChangePage';
import { JoinPage } from '../pages/JoinPage';
import { PeoplePage } from '../pages/PeoplePage';
import { RecoveryPage } from '../pages/RecoveryPage';
import { SetupPage } from '../pages/SetupPage';
import { SignInPage } from '../pages/SignInPage';
import { RoomPage } from '../room/RoomPage';
import { FullNotice, Loading } from '../ui/Notice';
import { account, loadAccount } from './account';
import { Link, navigate, paths, useRoute, type Route } from './router';
import { Shell } from './Shell';
import { useStore } from './Store';

export function App() {
  const route = useRoute();
  const { t, language } = useText();
  useEffect(() => {
    // Guests have no account to ask for; the room asks when it needs one.
    if (route.page !== 'join' && route.page !== 'setup' && route.page !== 'recover' && route.page !== 'room' && account.get().state === 'unknown') void loadAccount();
  }, [route.page]);
  useEffect(() => {
    document.title = t('app.name');
  }, [t, language]);
  const current = useStore(account);
  const forced = current.state === 'signedIn' && current.person.mustChangePassword;
  if (route.page === 'room' && !forced) return <RoomPage key={route.groupId} groupId={route.groupId} />;
  return <Shell><Page route={route} /></Shell>;
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'setup': return <SetupPage />;
    case 'recover': return <RecoveryPage />;
    case 'join': return <JoinPage />;
    case 'notFound': return <NotFound />;
    default: return <StaffPage route={route} />;
  }
}

function StaffPage({ route }: { route: Route }) {
  const current = useStore(account);
  const { t } = useText();
  const home = route.page === 'home' || route.page === 'signIn';
  useEffect(() => {
    if (current.state === 'signedIn' && home) navigate(paths.consultations, 'replace');
  }, [current.state, home]);
  if (current.state === 'unreachable') {
    return (
      <FullNotice icon="alert" title={t('refusal.network.unreachable.title')} body={t('refusal.network.unreachable.body')} code="network.unreachable">
        <button type="button" className="button button-primary" onClick={() => void loadAccount()}>{t('app.retry')}</button>
      </FullNotice>
    );
  }
  if (current.state === 'unknown') return <main id="content" className="page"><Loading /></main>;
  // The address stays, so that signing in leads to where one wanted to go.
  if (current.state === 'signedOut') return <SignInPage />;
  if (current.person.mustChangePassword) return <ForcedChangePage person={current.person} />;
  switch (route.page) {
    case 'ask': return <AskPage />;
    case 'consultation': return <ConsultationPage key={route.groupId} groupId={route.groupId} />;
    case 'account': return <AccountPage person={current.person} />;
    case 'people': return <PeoplePage />;
    case 'cluster': return <ClusterPage />;
    default: return <ConsultationsPage />;
  }
}

function NotFound() {
  const { t } = useText();
  return (
    <FullNotice icon="info" title={t('app.notFound.title')} body={t('app.notFound.body')}>
      <Link to={paths.home} className="button button-primary">{t('app.home')}</Link>
    </FullNotice>
  );
}
