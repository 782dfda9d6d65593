import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freeze, linger } from '../media/frozen';
import { standIn } from './useSteadyPicture';

const stream = () => ({}) as MediaStream;
let paused: unknown[] = [];
let videos: { srcObject: MediaStream; pause(): void }[] = [];
const shows = (srcObject: MediaStream) => videos.push({ srcObject, pause: () => { paused.push(srcObject); } });

beforeEach(() => {
  paused = [];
  videos = [];
  vi.stubGlobal('document', { querySelectorAll: () => videos });
});
afterEach(() => vi.unstubAllGlobals());

test('a frozen picture stands in for the one that has no frame yet, or that is not there yet', () => {
  const [before, after] = [stream(), stream()];
  freeze(before);
  expect(standIn(before, after)).toBe(before);
  expect(standIn(before, null)).toBe(before);
  expect(standIn(before, before)).toBeNull();
});

test('a picture whose connection is being left moves on behind the one that has no frame yet', () => {
  const [before, after] = [stream(), stream()];
  shows(before);
  linger(before);
  expect(standIn(before, after)).toBe(before);
  expect(paused).toEqual([]);
});

test('a running picture never stands in: its slot can show somebody else by now', () => {
  expect(standIn(stream(), stream())).toBeNull();
  expect(standIn(null, stream())).toBeNull();
});

test('freezing stops exactly the elements that show the stream', () => {
  const [one, other] = [stream(), stream()];
  shows(one);
  shows(other);
  shows(one);
  freeze(one);
  expect(paused).toEqual([one, one]);
});
