import { useEffect, useState } from 'react';
import { Preferences } from '../app/Shell';
import { useText } from '../i18n/language';
import { UrgencyBadge } from '../ui/badges';
import { Icon } from '../ui/Icon';
import { formatElapsed } from './elapsed';
import type { RoomState } from './roomState';

export type RoomStatus = 'joining' | 'waiting' | 'connecting' | 'connected' | 'reconnecting' | 'failed';

/** One word for where things stand. */
export function statusOf(state: RoomState): RoomStatus {
  if (state.phase === 'joining') return 'joining';
  if (state.phase === 'reconnecting') return 'reconnecting';
  if (state.media === 'failed') return 'failed';
  if (state.media !== 'connected') return 'connecting';
  return state.members.length > 1 ? 'connected' : 'waiting';
}

export function RoomHeader({ state }: { state: RoomState }) {
  const { t } = useText();
  const status = statusOf(state);
  return (
    <header className="room-header">
      <div className="room-heading">
        {state.group !== null && <UrgencyBadge urgency={state.group.urgency} />}
        <span className="room-purpose" title={state.group?.purpose}>{state.group?.purpose ?? t('room.title')}</span>
      </div>
      <div className="room-facts">
        <span className={`status status-${status}`} role="status" data-testid="status" data-status={status}>
          <span className="dot" aria-hidden="true" />{t(`room.state.${status}`)}
        </span>
        {state.group?.connectedAt != null && <Elapsed since={state.group.connectedAt} />}
        <Preferences />
      </div>
    </header>
  );
}

function Elapsed({ since }: { since: string }) {
  const { t } = useText();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="elapsed" title={t('room.elapsed')} data-testid="elapsed">
      <Icon name="clock" size={16} /><span className="hidden">{t('room.elapsed')}: </span>{formatElapsed(now - Date.parse(since))}
    </span>
  );
}
