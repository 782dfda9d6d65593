import type { CSSProperties } from 'react';
import { useText } from '../i18n/language';
import type { MemberDto } from '../protocol/hub';
import { Icon } from '../ui/Icon';
import { fitGrid } from './grid';
import { Tile } from './Tile';
import { useArea } from './useArea';

export interface TileGridProps {
  members: readonly MemberDto[];
  ownId: string | null;
  speaker: string | null;
  /** Beside a shared screen the tiles stand in one row or column. */
  strip: boolean;
  /** Nobody else is here. */
  waiting: boolean;
  ownTrack: MediaStreamTrack | null;
  streamOf: (member: MemberDto) => MediaStream | null;
  onPin: (terminalId: string) => void;
  /** Null for who may not. */
  onInvite: (() => void) | null;
}

export function TileGrid({ members, ownId, speaker, strip, waiting, ownTrack, streamOf, onPin, onInvite }: TileGridProps) {
  const { t } = useText();
  const [area, size] = useArea<HTMLDivElement>();
  const tiles = members.length + (waiting ? 1 : 0);
  const grid = fitGrid(tiles, size.width, size.height);
  const style = { '--tile-width': `${grid.tileWidth}px`, '--tile-height': `${grid.tileHeight}px`, '--columns': grid.columns } as CSSProperties;
  return (
    <div ref={area} className={`tiles-area${strip ? ' tiles-strip' : ''}`}>
      <ul className="tiles" aria-label={t('room.people.grid')} style={style} data-count={members.length} {...(strip ? { tabIndex: 0 } : {})}>
        {waiting && !strip && (
          <li className="tile tile-waiting" data-testid="waiting">
            <Icon name="people" size={36} />
            <strong>{t('room.waiting')}</strong>
            <span>{t('room.waiting.body')}</span>
            {onInvite !== null && (
              <button type="button" className="button" data-testid="invite-waiting" onClick={onInvite}><Icon name="plus" />{t('tokens.invite')}</button>
            )}
          </li>
        )}
        {members.map(member => {
          const own = member.terminalId === ownId;
          return (
            <Tile
              key={member.terminalId} member={member} own={own} speaking={member.terminalId === speaker}
              stream={own ? null : streamOf(member)} track={own ? ownTrack : null}
              onPin={own ? null : () => onPin(member.terminalId)}
            />
          );
        })}
      </ul>
    </div>
  );
}
