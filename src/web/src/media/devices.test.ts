import { expect, test } from 'vitest';
import { cameraConstraints, stateOfFailure } from './devices';

const failure = (name: string) => Object.assign(new Error(name), { name });

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'inUse'],
  ['TypeError', 'insecure'],
  ['SomethingNew', 'failed'],
] as const)('%s is shown as %s', (name, state) => {
  expect(stateOfFailure(failure(name))).toBe(state);
});

test('camera wishes are wishes: no camera is turned away for lacking 720p', () => {
  const constraints = cameraConstraints('cam-2');
  expect(constraints).toMatchObject({ width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, deviceId: { ideal: 'cam-2' } });
  expect(JSON.stringify(constraints)).not.toMatch(/exact|"min"/);
});
