/** Why a device does not run, in the words the screens have text for. */
export type DeviceState = 'off' | 'starting' | 'on' | 'denied' | 'missing' | 'inUse' | 'insecure' | 'failed';

export interface DeviceChoice {
  id: string;
  label: string;
}

/** The state that a failed getUserMedia or getDisplayMedia leaves (W3C Media Capture, §9). */
export function stateOfFailure(error: unknown): DeviceState {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError': return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError': return 'missing';
    case 'NotReadableError':
    case 'AbortError': return 'inUse';
    case 'TypeError': return 'insecure';
    default: return 'failed';
  }
}

export function microphoneConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
  };
}

/** 720p at 30 pictures a second where the camera can, whatever it has otherwise. */
export function cameraConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    ...(deviceId === null ? { facingMode: { ideal: 'user' } } : { deviceId: { ideal: deviceId } }),
  };
}

export async function listDevices(kind: 'audioinput' | 'videoinput'): Promise<DeviceChoice[]> {
  const all = await navigator.mediaDevices?.enumerateDevices() ?? [];
  return all
    .filter(device => device.kind === kind && device.deviceId !== '')
    .map(device => ({ id: device.deviceId, label: device.label }));
}
