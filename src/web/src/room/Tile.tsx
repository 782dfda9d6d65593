import { useState } from 'react';
import { useText } from '../i18n/language';
import type { MemberDto } from '../protocol/hub';
import { roleText } from '../ui/badges';
import { Icon } from '../ui/Icon';
import { Picture } from './Picture';
import { QualityBars } from './QualityBars';
import { useSteadyPicture } from './useSteadyPicture';

export interface TileProps {
  member: MemberDto;
  own: boolean;
  stream: MediaStream | null;
  track: MediaStreamTrack | null;
  speaking: boolean;
  /** Shows this person large, or gives the place back. */
  onPin: (() => void) | null;
}

/** One person: picture or initials, name, role, what is muted, and how good the connection is. */
export function Tile({ member, own, stream, track, speaking, onPin }: TileProps) {
  const { t } = useText();
  const role = roleText(t, member.role);
  // Not sharing a screen is nobody's silence.
  const silent = member.muted.filter(source => source !== 'screen').sort();
  const dark = member.muted.includes('camera');
  const shown = !dark && (stream !== null || track !== null);
  const name = own ? `${member.displayName} (${t('room.you')})` : member.displayName;
  return (
    <li
      className={`tile${speaking ? ' tile-speaking' : ''}`} aria-label={t('room.tile', { name, role })}
      data-testid={`tile-${member.terminalId}`} data-presence={member.presence} data-muted={silent.join(' ')} data-own={own}
    >
      <span className="tile-avatar" aria-hidden="true">{initials(member.displayName)}</span>
      {shown && <LivePicture key={track?.id ?? 'other'} stream={stream} track={track} mirrored={own} label={name} />}
      {member.presence !== 'connected' && !own && (
        <span className="tile-presence"><span className="spinner" aria-hidden="true" />{t(`room.presence.${member.presence}`)}</span>
      )}
      {onPin !== null && shown && (
        <button
          type="button" className="tile-pin" aria-label={t('room.pin', { name: member.displayName })} title={t('room.pin', { name: member.displayName })}
          data-testid={`pin-${member.terminalId}`} onClick={onPin}
        >
          <Icon name="enlarge" />
        </button>
      )}
      <span className="tile-label">
        {member.muted.includes('microphone') && (
          <span className="tile-mute" role="img" aria-label={t('room.muted')}><Icon name="micOff" size={16} /></span>
        )}
        <span className="tile-name">{name}</span>
        <span className="tile-role">{role}</span>
        <QualityBars name={member.displayName} quality={member.quality} />
      </span>
    </li>
  );
}

/** Until the first picture is there the initials behind it stay visible. */
function LivePicture({ stream, track, ...rest }: { stream: MediaStream | null; track: MediaStreamTrack | null; mirrored: boolean; label: string }) {
  const steady = useSteadyPicture(stream);
  const [live, setLive] = useState(false);
  return (
    <span className="tile-picture" data-live={steady.live || live}>
      {steady.behind !== null && <Picture key={steady.behind.id} stream={steady.behind} {...rest} />}
      {stream !== null && <Picture key={stream.id} stream={stream} onLive={steady.onLive} {...rest} />}
      {track !== null && <Picture track={track} onLive={() => setLive(true)} {...rest} />}
    </span>
  );
}

/** The last two characters of a Chinese name, the first letters of two words otherwise. */
function initials(name: string): string {
  const trimmed = name.trim();
  const chinese = trimmed.match(/[\u4e00-\u9fff]/g);
  if (chinese !== null) return chinese.slice(-2).join('');
  return trimmed.split(/\s+/).slice(0, 2).map(word => [...word][0] ?? '').join('').toUpperCase();
}
