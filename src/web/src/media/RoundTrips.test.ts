import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProbeDto } from '../protocol/hub';
import { RoundTrips } from './RoundTrips';

const ticket = (relayId: string): ProbeDto => ({ relayId, candidates: ['192.0.2.1:7000'], userFragment: 'u', password: 'p' });
const two = () => Promise.resolve([ticket('relay-1'), ticket('relay-2')]);

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('the first offer waits for what is measured, later ones do not measure again', async () => {
  let measured = 0;
  const trips = new RoundTrips(null, two, () => { measured++; return Promise.resolve({ 'relay-1': 12, 'relay-2': 30 }); });
  expect(await trips.get()).toEqual({ 'relay-1': 12, 'relay-2': 30 });
  expect(await trips.get()).toEqual({ 'relay-1': 12, 'relay-2': 30 });
  expect(measured).toBe(1);
});

test('joining goes on after 1.2 seconds, and what comes late serves the next offer', async () => {
  let finish: (value: Record<string, number>) => void = () => undefined;
  const trips = new RoundTrips(null, two, () => new Promise(resolve => { finish = resolve; }));
  let first: unknown = 'waiting';
  void trips.get().then(value => { first = value; });
  await vi.advanceTimersByTimeAsync(1199);
  expect(first).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1);
  expect(first).toBeNull();
  finish({ 'relay-2': 7 });
  await vi.advanceTimersByTimeAsync(0);
  expect(await trips.get()).toEqual({ 'relay-2': 7 });
});

test('a server that gives no tickets costs nothing but the 1.2 seconds', async () => {
  expect(await new RoundTrips(null, () => Promise.reject(new Error('no hub'))).get()).toBeNull();
  const silent = new RoundTrips(null, () => new Promise(() => undefined)).get();
  await vi.advanceTimersByTimeAsync(1200);
  expect(await silent).toBeNull();
});

test('when no relay answered in time they are asked once more', async () => {
  const within: number[] = [];
  const trips = new RoundTrips(null, two, (_, milliseconds) => { within.push(milliseconds); return Promise.resolve(within.length === 1 ? {} : { 'relay-1': 90 }); });
  expect(await trips.get()).toEqual({ 'relay-1': 90 });
  expect(within).toEqual([400, 600]);
});

test('one relay alone is not measured, and nothing measured is nothing known', async () => {
  const never = () => { throw new Error('measured'); };
  expect(await new RoundTrips(null, () => Promise.resolve([ticket('relay-1')]), never).get()).toBeNull();
  expect(await new RoundTrips(null, two, () => Promise.resolve({})).get()).toBeNull();
});

test('measured again it is what the next offer says, and what is told meanwhile', async () => {
  let now = 12;
  const trips = new RoundTrips('east', two, () => Promise.resolve({ 'relay-1': now, 'relay-2': 30 }));
  await trips.get();
  now = 80;
  expect(await trips.renew()).toEqual({ roundTrips: { 'relay-1': 80, 'relay-2': 30 }, region: 'east' });
  expect(await trips.get()).toEqual({ 'relay-1': 80, 'relay-2': 30 });
});

test('when nothing answers any more, what was known stays and nothing is told', async () => {
  let answers: Record<string, number> = { 'relay-1': 12 };
  const trips = new RoundTrips(null, two, () => Promise.resolve(answers));
  await trips.get();
  answers = {};
  expect(await trips.renew()).toBeNull();
  expect(await trips.get()).toEqual({ 'relay-1': 12 });
});

test('one measurement at a time', async () => {
  let finish: (value: Record<string, number>) => void = () => undefined;
  const trips = new RoundTrips(null, two, () => new Promise(resolve => { finish = resolve; }));
  const first = trips.renew();
  await vi.advanceTimersByTimeAsync(0);
  expect(await trips.renew()).toBeNull();
  finish({ 'relay-1': 5 });
  expect(await first).toEqual({ roundTrips: { 'relay-1': 5 }, region: null });
});
