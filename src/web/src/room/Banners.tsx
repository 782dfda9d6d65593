import { useEffect, useState } from 'react';
import { useStore } from '../app/Store';
import { useText, type Translate } from '../i18n/language';
import { Icon } from '../ui/Icon';
import type { ConsultationSession } from './ConsultationSession';
import type { RoomState } from './roomState';
import { misfits, type Misfit } from './undecodable';

export interface BannersProps {
  session: ConsultationSession;
  state: RoomState;
  screen: boolean;
  onStopScreen: () => void;
}

/** Milliseconds the good news stays. */
const connectedFor = 8000;

/** What everybody must see: connected, connection lost, sound blocked, screen shared. */
export function Banners({ session, state, screen, onStopScreen }: BannersProps) {
  const { t } = useText();
  const blocked = useStore(session.soundBlocked);
  const connected = useConnectedNews(state);
  return (
    <div className="banners">
      {connected !== null && state.phase === 'inside' && state.media === 'connected' && (
        <p className="banner banner-good banner-floating" role="status" data-testid="connected-banner">
          <Icon name="check" />{connectedText(t, connected)}
        </p>
      )}
      {state.phase === 'reconnecting' && (
        <p className="banner banner-warning" role="status" data-testid="reconnecting"><span className="spinner" aria-hidden="true" />{t('room.reconnecting')}</p>
      )}
      {state.phase === 'inside' && state.media === 'connecting' && state.group?.connectedAt != null && (
        <p className="banner banner-warning" role="status"><span className="spinner" aria-hidden="true" />{t('room.mediaLost')}</p>
      )}
      {state.phase === 'inside' && state.media === 'failed' && (
        <p className="banner banner-danger" role="alert" data-testid="media-failed">
          <Icon name="alert" />
          {state.mediaRefusal === null ? t('room.mediaFailed') : `${t(`refusal.${state.mediaRefusal}.title`)}. ${t(`refusal.${state.mediaRefusal}.body`)}`}
        </p>
      )}
      {state.phase === 'inside' && misfits(state.members, state.terminalId).map(one => (
        <p
          key={`${one.publisher.terminalId} ${one.source} ${one.codec}`} className="banner banner-warning" role="status"
          data-testid={`undecodable-${one.publisher.terminalId}-${one.source}`}
        >
          <Icon name="alert" />{misfitText(t, one, state.terminalId)}
        </p>
      ))}
      {blocked && (
        <button type="button" className="banner banner-action" data-testid="hear" onClick={() => session.resumeSound()}>
          <Icon name="sound" />{t('room.hear')}
        </button>
      )}
      {screen && (
        <p className="banner" data-testid="sharing">
          <Icon name="screen" />{t('room.stage.own')}
          <button type="button" className="button button-small" onClick={onStopScreen}>{t('room.screen.stop')}</button>
        </p>
      )}
    </div>
  );
}

/** More names than that are counted. */
const namesShown = 3;

function connectedText(t: Translate, names: readonly string[]): string {
  if (names.length === 0) return t('room.connected');
  if (names.length > namesShown) return t('room.connectedWithCount', { count: names.length });
  return t('room.connectedWith', { names: names.join(t('room.nameSeparator')) });
}

function misfitText(t: Translate, misfit: Misfit, ownId: string | null): string {
  const names = misfit.receivers.map(one => one.terminalId === ownId ? t('room.undecodable.you') : one.displayName).join(t('room.nameSeparator'));
  const about = { names, codec: misfit.codec, publisher: misfit.publisher.displayName };
  return t(misfit.publisher.terminalId === ownId ? `room.undecodable.own.${misfit.source}` : `room.undecodable.${misfit.source}`, about);
}

/** Whom the last `connected` notice named, while it is news; null otherwise. */
function useConnectedNews(state: RoomState): readonly string[] | null {
  const news = state.announcements.filter(one => one.kind === 'connected').at(-1);
  const [hidden, setHidden] = useState(0);
  const id = news?.id ?? 0;
  useEffect(() => {
    if (id === 0) return undefined;
    const timer = setTimeout(() => setHidden(id), connectedFor);
    return () => clearTimeout(timer);
  }, [id]);
  return news === undefined || hidden >= id ? null : news.names ?? [];
}
