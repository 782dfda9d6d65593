import { useCallback, useEffect, useMemo, useState } from 'react';
import { Preferences } from '../app/Shell';
import { useStore } from '../app/Store';
import { useText } from '../i18n/language';
import type { LocalMedia } from '../media/LocalMedia';
import type { Diagnostics } from '../media/diagnostics';
import { mapSlots, slotKey } from '../media/slots';
import { InviteDialog } from '../pages/InviteDialog';
import type { ErrorDto, MemberDto } from '../protocol/hub';
import { refusalCode } from '../protocol/refusals';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Banners } from './Banners';
import { ChatPanel } from './ChatPanel';
import type { ConsultationSession } from './ConsultationSession';
import { Controls, type Panel } from './Controls';
import { DevicePicker } from './DevicePicker';
import { PeoplePanel } from './PeoplePanel';
import { RoomHeader } from './RoomHeader';
import { countUnread } from './roomState';
import { Stage } from './Stage';
import { TileGrid } from './TileGrid';
import { Toasts } from './Toasts';
import { useShortcuts } from './useShortcuts';
import { useWakeLock } from './useWakeLock';

declare global {
  interface Window {
    /** Read-only numbers for tests and support; there while one is in a room. */
    __consult?: { stats(): Promise<Diagnostics> };
  }
}

export interface RoomProps {
  session: ConsultationSession;
  local: LocalMedia;
  groupId: string;
  /** Inviting needs an account beside the permission. */
  staff: boolean;
}

/** The room. */
export function Room({ session, local, groupId, staff }: RoomProps) {
  const { t } = useText();
  const state = useStore(session.state);
  const speaker = useStore(session.speaker);
  const devices = useStore(local.state);
  const [panel, setPanel] = useState<Panel>(null);
  const [pinnedId, setPinnedId] = useState<string | null>(null);
  const [inviting, setInviting] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [failure, setFailure] = useState<ErrorDto | null>(null);
  const own = state.members.find(member => member.terminalId === state.terminalId);
  const slots = useMemo(() => mapSlots(state.slots), [state.slots]);
  const unread = useUnread(session, panel === 'chat');

  useWakeLock();
  useEffect(() => {
    window.__consult = { stats: () => session.diagnostics() };
    return () => { delete window.__consult; };
  }, [session]);

  const run = useCallback(async (command: Promise<ErrorDto | null>) => setFailure(await command), []);
  const toggleMicrophone = useCallback(() => {
    const { microphone, microphoneMuted } = local.state.get();
    if (microphone === 'on') local.setMicrophoneMuted(!microphoneMuted);
    else if (microphone !== 'starting') { local.setMicrophoneMuted(false); void local.startDevice('microphone'); }
  }, [local]);
  const toggleCamera = useCallback(() => {
    const { camera } = local.state.get();
    if (camera === 'on') local.stopDevice('camera');
    else if (camera !== 'starting') void local.startDevice('camera');
  }, [local]);
  const togglePanel = useCallback((which: Panel) => setPanel(before => (before === which ? null : which)), []);
  // The focus goes back to the button that opened the panel.
  const closePanel = useCallback(() => {
    document.querySelector<HTMLElement>(`[data-testid="${panel}"]`)?.focus();
    setPanel(null);
  }, [panel]);
  useShortcuts({ m: toggleMicrophone, v: toggleCamera, c: () => togglePanel('chat'), p: () => togglePanel('people') });

  const streamOf = (member: MemberDto, source: 'camera' | 'screen') => {
    const mid = slots.get(slotKey(member.terminalId, source));
    return mid === undefined ? null : session.streamOf(mid);
  };
  const sharing = state.members.find(member =>
    member !== own && !member.muted.includes('screen') && slots.has(slotKey(member.terminalId, 'screen')));
  const pinned = sharing !== undefined ? undefined : state.members.find(member =>
    member.terminalId === pinnedId && !member.muted.includes('camera') && slots.has(slotKey(member.terminalId, 'camera')));
  const staged = sharing !== undefined || pinned !== undefined;
  // What this terminal does itself is known here before the hub says so.
  const members = state.members.map(member => (member === own ? { ...member, muted: local.muted() } : member));
  const ordered = [...members.filter(one => one.terminalId !== own?.terminalId), ...members.filter(one => one.terminalId === own?.terminalId)];
  const invite = staff && own?.permissions.includes('moderate') === true ? () => setInviting(true) : null;
  const alone = state.phase === 'inside' && state.members.length <= 1;

  return (
    <div
      className={`room${panel === null ? '' : ' room-with-panel'}`} data-testid="room"
      data-phase={state.phase} data-media={state.media} data-connected={state.group?.connectedAt != null}
    >
      <a className="skip" href="#content">{t('app.skip')}</a>
      <RoomHeader state={state} />
      <main id="content" className="room-main">
        <h1 className="hidden">{t('room.title')}</h1>
        <Banners session={session} state={state} screen={devices.screen === 'on'} onStopScreen={() => local.stopScreen()} />
        {failure !== null && (
          <p className="banner banner-danger" role="alert">
            <Icon name="alert" />{t('room.actionFailed', { why: t(`refusal.${refusalCode(failure.code)}.title`) })}
            <button type="button" className="button button-small" onClick={() => setFailure(null)}>{t('app.close')}</button>
          </p>
        )}
        <div className={`room-view${staged ? ' room-view-stage' : ''}`}>
          {sharing !== undefined && <Stage key={sharing.terminalId} name={sharing.displayName} kind="screen" stream={streamOf(sharing, 'screen')} />}
          {pinned !== undefined && (
            <Stage
              key={pinned.terminalId} name={pinned.displayName} kind="person" stream={streamOf(pinned, 'camera')} onBack={() => setPinnedId(null)}
            />
          )}
          <TileGrid
            members={ordered} ownId={own?.terminalId ?? null} speaker={speaker} strip={staged} waiting={alone}
            ownTrack={devices.camera === 'on' ? local.track('camera') : null} streamOf={member => streamOf(member, 'camera')}
            onPin={setPinnedId} onInvite={invite}
          />
        </div>
        <Toasts announcements={state.announcements} />
      </main>
      {panel === 'chat' && <ChatPanel session={session} state={state} mayWrite={own?.permissions.includes('chat') ?? false} onClose={closePanel} />}
      {panel === 'people' && <PeoplePanel session={session} members={ordered} own={own} onCommand={run} onInvite={invite} onClose={closePanel} />}
      <Controls
        devices={devices} own={own} panel={panel} unread={unread}
        onMicrophone={toggleMicrophone} onCamera={toggleCamera}
        onScreen={() => (devices.screen === 'on' ? local.stopScreen() : void local.startScreen())}
        onDevices={() => setChoosing(true)} onPanel={togglePanel}
        onLeave={() => void session.leave()} onClose={() => void run(session.closeForAll())}
      />
      {inviting && <InviteDialog groupId={groupId} onClose={() => setInviting(false)} />}
      {choosing && (
        <Dialog title={t('room.devices')} onClose={() => setChoosing(false)}>
          <DevicePicker device="camera" local={local} />
          <DevicePicker device="microphone" local={local} />
          <Preferences />
          <div className="actions actions-end"><button type="button" className="button" onClick={() => setChoosing(false)}>{t('app.close')}</button></div>
        </Dialog>
      )}
    </div>
  );
}

/** Messages of others since the chat was last open. */
function useUnread(session: ConsultationSession, open: boolean): number {
  const { messages, terminalId } = useStore(session.state);
  const last = messages.at(-1)?.id ?? null;
  const [seen, setSeen] = useState<string | null>(null);
  useEffect(() => { if (open) setSeen(last); }, [open, last]);
  return open ? 0 : countUnread(messages, terminalId, seen);
}
