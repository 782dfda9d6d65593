import { useStore } from '../app/Store';
import { useText } from '../i18n/language';
import type { LocalMedia } from '../media/LocalMedia';
import { Field } from '../ui/Field';
import { Icon } from '../ui/Icon';

/** Choice of one device, on and off, and what to do when it does not start. */
export function DevicePicker({ device, local }: { device: 'camera' | 'microphone'; local: LocalMedia }) {
  const { t } = useText();
  const state = useStore(local.state);
  const status = state[device];
  const choices = device === 'camera' ? state.cameras : state.microphones;
  const present = local.track(device)?.getSettings().deviceId;
  const chosen = present ?? (device === 'camera' ? state.cameraId : state.microphoneId) ?? '';
  const trouble = status !== 'on' && status !== 'starting' && status !== 'off';
  const name = (label: string, index: number) => label !== ''
    ? label
    : t(device === 'camera' ? 'device.unnamedCamera' : 'device.unnamedMicrophone', { number: index + 1 });
  return (
    <div className="device">
      <div className="device-row">
        <Field label={t(`device.${device}`)}>
          {attributes => (
            <select
              {...attributes} data-testid={`choose-${device}`} value={chosen} disabled={choices.length === 0}
              onChange={event => void local.choose(device, event.target.value)}
            >
              {choices.every(choice => choice.id !== chosen) && <option value={chosen}>{choices.length === 0 ? '—' : ''}</option>}
              {choices.map((choice, index) => <option key={choice.id} value={choice.id}>{name(choice.label, index)}</option>)}
            </select>
          )}
        </Field>
        <button
          type="button" className="button button-icon" data-testid={`toggle-${device}`} disabled={status === 'starting'}
          aria-label={`${t(status === 'on' ? 'device.turnOff' : 'device.turnOn')}: ${t(`device.${device}`)}`} aria-pressed={status === 'on'}
          onClick={() => (status === 'on' ? local.stopDevice(device) : void local.startDevice(device))}
        >
          <Icon name={device === 'camera' ? (status === 'on' ? 'camera' : 'cameraOff') : (status === 'on' ? 'mic' : 'micOff')} />
        </button>
      </div>
      {trouble && (
        <div className="notice notice-warning" role="status" data-testid={`${device}-trouble`} data-state={status}>
          <Icon name="alert" />
          <div>
            <p>{t(`device.${device}.${status}`)}</p>
            {status !== 'insecure' && (
              <button type="button" className="button button-small" onClick={() => void local.startDevice(device)}>{t('app.retry')}</button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
