import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/language';
import type { LocalState } from '../media/LocalMedia';
import type { MemberDto } from '../protocol/hub';
import { Confirm } from '../ui/Dialog';
import { Icon, type IconName } from '../ui/Icon';

export type Panel = 'chat' | 'people' | null;

export interface ControlsProps {
  devices: LocalState;
  own: MemberDto | undefined;
  panel: Panel;
  unread: number;
  onMicrophone: () => void;
  onCamera: () => void;
  onScreen: () => void;
  onDevices: () => void;
  onPanel: (panel: Panel) => void;
  onLeave: () => void;
  onClose: () => void;
}

/** The bar of buttons. What a token does not allow is not there. */
export function Controls({ devices, own, panel, unread, onMicrophone, onCamera, onScreen, onDevices, onPanel, onLeave, onClose }: ControlsProps) {
  const { t } = useText();
  const [closing, setClosing] = useState(false);
  const may = (permission: MemberDto['permissions'][number]) => own?.permissions.includes(permission) ?? false;
  const micOn = devices.microphone === 'on' && !devices.microphoneMuted;
  const micTrouble = devices.microphone !== 'on' && devices.microphone !== 'starting' && devices.microphone !== 'off';
  const cameraOn = devices.camera === 'on';
  const cameraTrouble = !cameraOn && devices.camera !== 'starting' && devices.camera !== 'off';
  const canShare = may('shareScreen') && typeof navigator.mediaDevices?.getDisplayMedia === 'function';
  return (
    <section className="controls" aria-label={t('room.controls')}>
      <p className="hidden">{t('room.keys')}</p>
      {(own === undefined || may('publish')) && (
        <div className="controls-group">
          <Control
            testId="mic" icon={micOn ? 'mic' : 'micOff'} short={t('room.mic')} keys="M" off={!micOn} trouble={micTrouble} pressed={micOn}
            label={devices.microphone !== 'on' ? t('room.mic.start') : micOn ? t('room.mic.mute') : t('room.mic.unmute')} onClick={onMicrophone}
          />
          <Control
            testId="camera" icon={cameraOn ? 'camera' : 'cameraOff'} short={t('room.camera')} keys="V" off={!cameraOn} trouble={cameraTrouble}
            pressed={cameraOn} label={t(cameraOn ? 'room.camera.off' : 'room.camera.on')} onClick={onCamera}
          />
          {canShare && (
            <Control
              testId="screen" icon="screen" short={t('room.screen')} pressed={devices.screen === 'on'} active={devices.screen === 'on'}
              label={t(devices.screen === 'on' ? 'room.screen.stop' : 'room.screen.start')} onClick={onScreen}
            />
          )}
          <Control testId="devices" icon="settings" short={t('room.devices')} onClick={onDevices} />
        </div>
      )}
      <div className="controls-group">
        <Control
          testId="chat" icon="chat" short={t('room.chat')} keys="C" pressed={panel === 'chat'} active={panel === 'chat'}
          onClick={() => onPanel('chat')}
        >
          {unread > 0 && (
            <>
              <span className="count" data-testid="unread" aria-hidden="true">{unread}</span>
              <span className="hidden"> {t('chat.unread', { count: unread })}</span>
            </>
          )}
        </Control>
        <Control
          testId="people" icon="people" short={t('room.people')} keys="P" pressed={panel === 'people'} active={panel === 'people'}
          onClick={() => onPanel('people')}
        />
      </div>
      <div className="controls-group">
        <Control testId="leave" icon="leave" short={t('room.leave')} danger onClick={onLeave} />
        {may('close') && <Control testId="close" icon="end" short={t('room.close')} onClick={() => setClosing(true)} />}
      </div>
      {closing && (
        <Confirm title={t('room.close.ask')} body={t('room.close.body')} confirm={t('room.close')} onConfirm={onClose} onClose={() => setClosing(false)} />
      )}
    </section>
  );
}

interface ControlProps {
  testId: string;
  icon: IconName;
  /** Under the icon. */
  short: string;
  /** What pressing does, where the word under the icon does not say it. */
  label?: string;
  keys?: string;
  pressed?: boolean;
  active?: boolean;
  off?: boolean;
  trouble?: boolean;
  danger?: boolean;
  onClick: () => void;
  children?: ReactNode;
}

function Control({ testId, icon, short, label, keys, pressed, active = false, off = false, trouble = false, danger = false, onClick, children }: ControlProps) {
  const classes = ['control', active ? 'control-active' : '', off ? 'control-off' : '', danger ? 'control-danger' : ''];
  return (
    <button
      type="button" className={classes.filter(one => one !== '').join(' ')} data-testid={testId} data-pressed={pressed}
      aria-label={label} aria-keyshortcuts={keys} title={keys === undefined ? label ?? short : `${label ?? short} (${keys})`} onClick={onClick}
    >
      <span className="control-icon"><Icon name={icon} size={24} />{trouble && <span className="control-trouble" aria-hidden="true">!</span>}</span>
      <span className="control-text">{short}</span>{children}
    </button>
  );
}
