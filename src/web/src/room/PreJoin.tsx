import { useEffect, useRef, useState } from 'react';
import { useStore } from '../app/Store';
import { useText } from '../i18n/language';
import type { LocalMedia } from '../media/LocalMedia';
import type { ConsultationDetail } from '../protocol/http';
import { readToken, type SeatMemory } from '../signal/seat';
import { roleText, UrgencyBadge } from '../ui/badges';
import { Loading } from '../ui/Notice';
import { DevicePicker } from './DevicePicker';
import { LevelBar } from './LevelBar';
import { Picture } from './Picture';

export interface PreJoinProps {
  memory: SeatMemory;
  /** For staff; guests see only what their token says. */
  detail: ConsultationDetail | null;
  local: LocalMedia;
  onJoin: () => Promise<void>;
}

/**
 * The device check. It never stands in the way: one can always enter without camera or microphone, and the button stays where it
 * is while devices start and the consultation loads, so that a click does not miss it.
 */
export function PreJoin({ memory, detail, local, onJoin }: PreJoinProps) {
  const { t } = useText();
  const state = useStore(local.state);
  const [entering, setEntering] = useState(memory.inside);
  const resumed = useRef(false);
  const guest = memory.renewable || memory.token === null ? null : readToken(memory.token);

  useEffect(() => {
    void local.start({ microphone: true, camera: true });
  }, [local]);
  useEffect(() => {
    if (!memory.inside || resumed.current) return;
    resumed.current = true;
    void onJoin();
  }, [memory, onJoin]);

  const enter = (silent: boolean) => {
    if (silent) {
      local.stopDevice('microphone');
      local.stopDevice('camera');
    }
    setEntering(true);
    void onJoin();
  };

  if (memory.inside) {
    return <main id="content" className="page page-narrow"><p role="status" className="lead">{t('join.rejoin')}</p><Loading /></main>;
  }
  const nothingWorks = state.camera !== 'on' && state.camera !== 'starting' && state.microphone !== 'on' && state.microphone !== 'starting';
  return (
    <main id="content" className="page prejoin">
      <div className="prejoin-head">
        {guest === null && <div className="prejoin-urgency">{detail !== null && <UrgencyBadge urgency={detail.urgency} />}</div>}
        <h1>{guest !== null ? t('join.guest') : detail?.purpose ?? t('join.title')}</h1>
        {guest !== null && <p className="lead">{t('join.as', { name: guest.displayName, role: roleText(t, guest.role) })}</p>}
        <p className="lead">{t('join.lead')}</p>
      </div>
      <div className="prejoin-body">
        <section className="preview" aria-label={t('join.preview')}>
          {state.camera === 'on'
            ? <Picture track={local.track('camera')} mirrored label={t('join.preview')} />
            : <p className="preview-off" role="status">{t(`device.camera.${state.camera}`)}</p>}
        </section>
        <div className="card prejoin-side">
          <DevicePicker device="camera" local={local} />
          <DevicePicker device="microphone" local={local} />
          {(state.microphone === 'on' || state.microphone === 'starting') && <LevelBar track={local.track('microphone')} />}
          <button
            type="button" className="button button-primary button-large button-wide" data-testid="join" disabled={entering}
            onClick={() => enter(false)}
          >
            {entering ? t('join.entering') : t('join.enter')}
          </button>
          {!nothingWorks && (
            <button type="button" className="button button-wide" data-testid="join-silent" disabled={entering} onClick={() => enter(true)}>
              {t('join.enterSilent')}
            </button>
          )}
        </div>
      </div>
    </main>
  );
}
