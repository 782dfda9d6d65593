import { useState } from 'react';
import { useText } from '../i18n/language';
import type { ErrorDto, MemberDto } from '../protocol/hub';
import { roleText } from '../ui/badges';
import { Confirm } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import type { ConsultationSession } from './ConsultationSession';
import { QualityBars } from './QualityBars';
import { SidePanel } from './SidePanel';

export interface PeoplePanelProps {
  session: ConsultationSession;
  members: readonly MemberDto[];
  own: MemberDto | undefined;
  onCommand: (command: Promise<ErrorDto | null>) => Promise<void>;
  /** Null for who may not. */
  onInvite: (() => void) | null;
  onClose: () => void;
}

/** Everybody inside; a moderator can mute and take out. */
export function PeoplePanel({ session, members, own, onCommand, onInvite, onClose }: PeoplePanelProps) {
  const { t } = useText();
  const [removing, setRemoving] = useState<MemberDto | null>(null);
  const moderator = own?.permissions.includes('moderate') ?? false;
  return (
    <SidePanel title={t('peoplePanel.title', { count: members.length })} testId="people-panel" onClose={onClose}>
      <ul className="people-list">
        {members.map(member => {
          const self = member.terminalId === own?.terminalId;
          const muted = member.muted.includes('microphone');
          return (
            <li key={member.terminalId} className="person" data-testid={`person-${member.terminalId}`}>
              <div className="person-name">
                <strong>{member.displayName}{self ? ` (${t('room.you')})` : ''}</strong>
                <span className="quiet">{roleText(t, member.role)}{member.presence === 'connected' ? '' : ` · ${t(`room.presence.${member.presence}`)}`}</span>
              </div>
              {muted && <span className="person-mute" role="img" aria-label={t('room.muted')}><Icon name="micOff" size={18} /></span>}
              <QualityBars name={member.displayName} quality={member.quality} />
              {moderator && !self && (
                <div className="person-actions">
                  <button
                    type="button" className="button button-small" aria-label={t('peoplePanel.muteOf', { name: member.displayName })} disabled={muted}
                    data-testid={`mute-${member.terminalId}`} onClick={() => void onCommand(session.muteOther(member.terminalId, ['microphone']))}
                  >
                    {t('peoplePanel.mute')}
                  </button>
                  <button
                    type="button" className="button button-small" aria-label={t('peoplePanel.removeOf', { name: member.displayName })}
                    data-testid={`remove-${member.terminalId}`} onClick={() => setRemoving(member)}
                  >
                    {t('peoplePanel.remove')}
                  </button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {onInvite !== null && (
        <div className="panel-foot">
          <button type="button" className="button button-wide" data-testid="invite" onClick={onInvite}><Icon name="plus" />{t('tokens.invite')}</button>
        </div>
      )}
      {removing !== null && (
        <Confirm
          title={t('peoplePanel.remove.ask', { name: removing.displayName })} body={t('peoplePanel.remove.body', { name: removing.displayName })}
          confirm={t('peoplePanel.remove')} onConfirm={() => void onCommand(session.remove(removing.terminalId))} onClose={() => setRemoving(null)}
        />
      )}
    </SidePanel>
  );
}
