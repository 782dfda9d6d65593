import { Store } from '../app/Store';
import type { MediaSource } from '../protocol/hub';
import { cameraConstraints, listDevices, microphoneConstraints, stateOfFailure, type DeviceChoice, type DeviceState } from './devices';

export interface LocalState {
  microphone: DeviceState;
  microphoneMuted: boolean;
  camera: DeviceState;
  screen: DeviceState;
  microphones: DeviceChoice[];
  cameras: DeviceChoice[];
  microphoneId: string | null;
  cameraId: string | null;
}

type Device = 'microphone' | 'camera';

/** This terminal's own microphone, camera and screen. */
export class LocalMedia {
  readonly state: Store<LocalState>;
  /** Called whenever the track to send for a source is another one. */
  onTrack: ((source: MediaSource, track: MediaStreamTrack | null) => void) | null = null;
  private readonly tracks = new Map<MediaSource, MediaStreamTrack>();
  private closed = false;

  constructor() {
    this.state = new Store<LocalState>({
      microphone: 'off', microphoneMuted: false, camera: 'off', screen: 'off',
      microphones: [], cameras: [],
      microphoneId: localStorage.getItem('consult.microphone'),
      cameraId: localStorage.getItem('consult.camera'),
    });
    navigator.mediaDevices?.addEventListener('devicechange', this.refreshChoices);
  }

  track(source: MediaSource): MediaStreamTrack | null {
    return this.tracks.get(source) ?? null;
  }

  /** What the others should know to be silent or dark. A device that is just starting is not. */
  muted(): MediaSource[] {
    const { microphone, microphoneMuted, camera, screen } = this.state.get();
    const muted: MediaSource[] = [];
    if (microphoneMuted || (microphone !== 'on' && microphone !== 'starting')) muted.push('microphone');
    if (camera !== 'on' && camera !== 'starting') muted.push('camera');
    if (screen !== 'on') muted.push('screen');
    return muted;
  }

  /** One question to the person for both devices; when it fails, each is asked for by itself so that one may work. */
  async start(devices: { microphone: boolean; camera: boolean }): Promise<void> {
    if (devices.microphone && devices.camera) {
      this.change({ microphone: 'starting', camera: 'starting' });
      const { microphoneId, cameraId } = this.state.get();
      try {
        const stream = await getUserMedia({ audio: microphoneConstraints(microphoneId), video: cameraConstraints(cameraId) });
        this.take('microphone', stream.getAudioTracks()[0] ?? null);
        this.take('camera', stream.getVideoTracks()[0] ?? null);
        await this.refreshChoices();
        return;
      } catch (error) {
        // Who said no is not asked twice more; but one device may be blocked for good and the other not.
        if (stateOfFailure(error) === 'denied' && !await oneIsAllowed()) {
          this.drop('microphone', 'denied');
          this.drop('camera', 'denied');
          return;
        }
      }
    }
    if (devices.microphone) await this.startDevice('microphone');
    if (devices.camera) await this.startDevice('camera');
  }

  async startDevice(device: Device): Promise<void> {
    this.change({ [device]: 'starting' });
    const { microphoneId, cameraId } = this.state.get();
    try {
      const stream = await getUserMedia(device === 'microphone'
        ? { audio: microphoneConstraints(microphoneId) }
        : { video: cameraConstraints(cameraId) });
      this.take(device, stream.getTracks()[0] ?? null);
    } catch (error) {
      this.drop(device, stateOfFailure(error));
    }
    await this.refreshChoices();
  }

  stopDevice(device: Device): void {
    this.drop(device, 'off');
  }

  /** The device stays open so that unmuting is immediate. */
  setMicrophoneMuted(muted: boolean): void {
    const track = this.tracks.get('microphone');
    if (track !== undefined) track.enabled = !muted;
    this.change({ microphoneMuted: muted });
  }

  async choose(device: Device, id: string): Promise<void> {
    localStorage.setItem(device === 'microphone' ? 'consult.microphone' : 'consult.camera', id);
    this.change(device === 'microphone' ? { microphoneId: id } : { cameraId: id });
    if (this.state.get()[device] !== 'off') await this.startDevice(device);
  }

  /** Resolves to false when the person changed their mind or the browser may not. */
  async startScreen(): Promise<boolean> {
    this.change({ screen: 'starting' });
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } }, audio: false });
      this.take('screen', stream.getVideoTracks()[0] ?? null);
      return true;
    } catch (error) {
      const state = stateOfFailure(error);
      this.drop('screen', state === 'denied' ? 'off' : state);
      return false;
    }
  }

  stopScreen(): void {
    this.drop('screen', 'off');
  }

  close(): void {
    this.closed = true;
    navigator.mediaDevices?.removeEventListener('devicechange', this.refreshChoices);
    for (const source of ['microphone', 'camera', 'screen'] as const) this.drop(source, 'off');
  }

  private take(source: MediaSource, track: MediaStreamTrack | null): void {
    if (track === null) return this.drop(source, 'missing');
    if (this.closed) return track.stop();
    this.tracks.get(source)?.stop();
    this.tracks.set(source, track);
    if (source === 'microphone') track.enabled = !this.state.get().microphoneMuted;
    track.contentHint = source === 'microphone' ? 'speech' : source === 'camera' ? 'motion' : 'detail';
    // Unplugged, taken by the system, or "stop sharing" in the browser's own bar.
    track.addEventListener('ended', () => {
      if (this.tracks.get(source) === track) this.drop(source, source === 'screen' ? 'off' : 'missing');
    });
    this.change({ [source]: 'on' });
    this.onTrack?.(source, track);
  }

  private drop(source: MediaSource, state: DeviceState): void {
    const track = this.tracks.get(source);
    this.tracks.delete(source);
    track?.stop();
    this.change({ [source]: state });
    if (track !== undefined) this.onTrack?.(source, null);
  }

  private readonly refreshChoices = async (): Promise<void> => {
    const [microphones, cameras] = await Promise.all([listDevices('audioinput'), listDevices('videoinput')]);
    if (!this.closed) this.change({ microphones, cameras });
  };

  private change(change: Partial<LocalState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

/** True when the browser remembers a yes for the camera or the microphone. */
async function oneIsAllowed(): Promise<boolean> {
  const states = await Promise.all((['camera', 'microphone'] as const).map(async name => {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      return 'prompt';
    }
  }));
  return states.includes('granted');
}

function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Browsers hide media devices from pages that are not served securely.
  return navigator.mediaDevices?.getUserMedia(constraints) ?? Promise.reject(new TypeError('not a secure context'));
}
