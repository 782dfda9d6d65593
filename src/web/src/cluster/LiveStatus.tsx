import { useText } from '../i18n/language';
import { clock } from './figures';

/** Whether the figures are of this second; spoken when that changes. */
export function LiveStatus({ live, cameAt }: { live: boolean; cameAt: number | null }) {
  const { t, language } = useText();
  return (
    <p className={`live ${live ? 'live-on' : 'live-lost'}`} role="status" data-testid="live" data-live={live}>
      <span className="dot" aria-hidden="true" />
      {live || cameAt === null ? t('cluster.live') : t('cluster.lost', { time: clock(cameAt, language) })}
    </p>
  );
}
