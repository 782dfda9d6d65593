import { Link, paths } from '../app/router';
import { useText } from '../i18n/language';
import { FullNotice } from '../ui/Notice';
import type { Ending } from './roomState';

/** Refusals after which trying again may work. */
const worthAnother = new Set([
  'group.full', 'relay.unavailable', 'storage.unavailable', 'network.unreachable', 'request.too_many', 'member.timed_out', 'seat.elsewhere', 'unknown', 'sign_in.required',
]);

export interface OverPageProps {
  groupId: string;
  ending: Ending;
  staff: boolean;
  onAgain: () => void;
}

/** The stay is over, or never began: why, and what to do. */
export function OverPage({ groupId, ending, staff, onAgain }: OverPageProps) {
  const { t } = useText();
  const refused = ending.kind === 'refused';
  const title = refused ? t(`refusal.${ending.code}.title`) : t(`over.${ending.kind}.title`);
  const body = refused ? t(`refusal.${ending.code}.body`) : t(`over.${ending.kind}.body`);
  const again = ending.kind === 'left' || (refused && worthAnother.has(ending.code));
  return (
    <FullNotice
      icon={refused ? 'alert' : 'check'} title={title} body={staff ? body : `${body} ${refused ? '' : t('over.canClose')}`}
      testId={refused ? 'refused' : 'over'} code={refused ? ending.code : ending.kind}
    >
      {again && <button type="button" className="button button-primary" data-testid="again" onClick={onAgain}>{refused ? t('app.retry') : t('over.rejoin')}</button>}
      {staff && <Link to={paths.consultation(groupId)} className="button">{t('over.record')}</Link>}
      {staff && <Link to={paths.consultations} className="button">{t('app.home')}</Link>}
    </FullNotice>
  );
}
