import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OfferReply, OfferRequest, ReplyOf } from '../protocol/hub';
import { StandbyKeeper } from './StandbyKeeper';
import { FakeBrowser, type FakeConnection } from './testing/browser';

const browser = () => new FakeBrowser();
let page = browser();
let offers: OfferRequest[] = [];
let answer: () => Promise<ReplyOf<OfferReply>>;
let steady = true;
let active: string | null = 'relay-1';

const on = (relayId: string) => () => Promise.resolve({ value: { sdp: 'answer', relayId }, error: null });
const refused = (code: string) => () => Promise.resolve({ value: null, error: { code, reason: '' } });

function keeper(chance = 0): StandbyKeeper {
  return new StandbyKeeper({
    mayOffer: () => steady, capacity: () => 4, activeRelay: () => active, random: () => chance,
    sendOffer: request => { offers.push(request); return answer(); },
  });
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** With a standby on relay-2 that is connected. */
async function ready(): Promise<StandbyKeeper> {
  const one = keeper();
  one.ensure();
  await pass(300);
  page.last.become('connected');
  return one;
}

beforeEach(() => {
  vi.useFakeTimers();
  page = browser();
  page.install();
  offers = [];
  answer = on('relay-2');
  steady = true;
  active = 'relay-1';
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a standby has the same sections as a session and sends nothing', async () => {
  const one = await ready();
  expect(one.ready).toBe(true);
  expect(one.relayId).toBe('relay-2');
  expect(offers).toHaveLength(1);
  expect(offers[0]!.sources).toEqual({ 0: 'microphone', 1: 'camera', 2: 'screen' });
  expect(page.last.transceivers).toHaveLength(3 + 3 + 4);
  expect(page.last.transceivers.flatMap(section => section.sent)).toEqual([]);
});

test('terminals that want one at the same time come at different times', async () => {
  keeper(0).ensure();
  keeper(0.9).ensure();
  await pass(300);
  expect(offers).toHaveLength(1);
  await pass(1600);
  expect(offers).toHaveLength(2);
});

test('nothing is offered before the own session flows', async () => {
  const one = keeper();
  steady = false;
  one.renew();
  await pass(60_000);
  expect(offers).toHaveLength(0);
  steady = true;
  one.ensure();
  await pass(1000);
  expect(offers).toHaveLength(1);
});

test('without a second relay it waits for the notice, however long', async () => {
  answer = refused('relay.no_standby');
  const one = keeper();
  one.ensure();
  await pass(600_000);
  expect(offers).toHaveLength(1);
  expect(page.open).toHaveLength(0);
  answer = on('relay-2');
  one.renew();
  await pass(1000);
  expect(one.relayId).toBe('relay-2');
});

test('a refusal that passes is followed by attempts further and further apart, and not for ever', async () => {
  answer = refused('relay.unavailable');
  keeper().ensure();
  const at: number[] = [];
  for (let tenth = 0; tenth < 3000; tenth++) {
    const before = offers.length;
    await pass(100);
    if (offers.length > before) at.push(tenth);
  }
  expect(at.length).toBe(8);
  const waits = at.slice(1).map((time, index) => time - at[index]!);
  for (let n = 1; n < waits.length; n++) expect(waits[n]).toBeGreaterThanOrEqual(waits[n - 1]!);
  expect(page.open).toHaveLength(0);
});

test('an offer that will never be taken is not repeated', async () => {
  answer = refused('sdp.no_codec');
  keeper().ensure();
  await pass(600_000);
  expect(offers).toHaveLength(1);
});

test('a new one replaces the old when it is connected, not before', async () => {
  const one = await ready();
  const old = page.last;
  let reply: (value: ReplyOf<OfferReply>) => void = () => undefined;
  answer = () => new Promise(resolve => { reply = resolve; });
  one.renew();
  await pass(1000);
  expect(old.connectionState).toBe('connected');
  expect(one.ready).toBe(true);
  reply({ value: { sdp: 'answer', relayId: 'relay-3' }, error: null });
  await pass(0);
  expect(old.connectionState).toBe('connected');
  expect([one.ready, one.relayId]).toEqual([true, 'relay-2']);
  page.last.become('connected');
  expect(old.connectionState).toBe('closed');
  expect([one.ready, one.relayId]).toEqual([true, 'relay-3']);
  await pass(60_000);
  expect(page.open).toHaveLength(1);
});

/** The standby is on relay-2 and connected, a new one on relay-3 is answered and on its way. */
async function renewing(): Promise<{ one: StandbyKeeper; old: FakeConnection; next: FakeConnection }> {
  const one = await ready();
  const old = page.last;
  answer = on('relay-3');
  one.renew();
  await pass(1000);
  expect(page.last).not.toBe(old);
  return { one, old, next: page.last };
}

test('while the new one is on its way the old one is handed over, and the new one is the next standby', async () => {
  const { one, old, next } = await renewing();
  expect(one.take()?.relayId).toBe('relay-2');
  expect(old.connectionState).toBe('connected');
  expect(one.relayId).toBe('relay-3');
  next.become('connected');
  expect(one.ready).toBe(true);
  expect(page.open).toHaveLength(2);
});

test.each([['relay-2', 'relay-3'], ['relay-3', 'relay-2']])('the server may name either: %s is handed over and %s stays', async (named, other) => {
  const { one } = await renewing();
  expect(one.takeOn(named)?.relayId).toBe(named);
  expect(one.relayId).toBe(other);
  expect(page.open).toHaveLength(2);
});

test('a new one that does not connect is given up and tried again, and the old one stays', async () => {
  const { one, old, next } = await renewing();
  await pass(6000);
  expect(next.connectionState).toBe('closed');
  expect([one.ready, one.relayId, old.connectionState]).toEqual([true, 'relay-2', 'connected']);
  await pass(2000);
  expect(offers).toHaveLength(3);
});

test('an old one that fails meanwhile leaves its place to the new one, without a further offer', async () => {
  const { one, old, next } = await renewing();
  old.become('failed');
  expect([one.ready, one.relayId]).toEqual([false, 'relay-3']);
  next.become('connected');
  await pass(60_000);
  expect(one.ready).toBe(true);
  expect(offers).toHaveLength(2);
});

test('a new one on the relay of the old takes its place at once: the relay has ended the old', async () => {
  const one = await ready();
  const old = page.last;
  one.renew();
  await pass(1000);
  expect(old.connectionState).toBe('closed');
  expect(one.ready).toBe(false);
});

test('dropping closes the new one too', async () => {
  const { one } = await renewing();
  one.drop();
  expect(page.open).toHaveLength(0);
});

test('a dead standby is replaced', async () => {
  const one = await ready();
  const dead = page.last;
  answer = on('relay-3');
  dead.become('failed');
  expect(one.ready).toBe(false);
  await pass(2000);
  expect(dead.connectionState).toBe('closed');
  expect(one.relayId).toBe('relay-3');
});

test('a standby that loses contact is replaced unless it comes back soon', async () => {
  const one = await ready();
  page.last.become('disconnected');
  await pass(2000);
  page.last.become('connected');
  await pass(10_000);
  expect(offers).toHaveLength(1);
  page.last.become('disconnected');
  await pass(4000);
  expect(offers).toHaveLength(2);
  expect(one.relayId).toBe('relay-2');
});

test('a standby that never connects is given up', async () => {
  keeper().ensure();
  await pass(300);
  const stuck = page.last;
  await pass(8000);
  expect(stuck.connectionState).toBe('closed');
  expect(offers).toHaveLength(2);
});

test('only a connected standby is handed over unasked, one on the way when the server names its relay', async () => {
  const one = keeper();
  one.ensure();
  await pass(300);
  expect(one.take()).toBeNull();
  expect(one.takeOn('relay-3')).toBeNull();
  expect(one.takeOn('relay-2')?.relayId).toBe('relay-2');
  expect(one.relayId).toBeNull();
});

test('what was handed over is no longer watched', async () => {
  const one = await ready();
  const peer = one.take();
  expect(peer?.state).toBe('connected');
  page.last.become('failed');
  one.stop();
  expect(page.connections).toHaveLength(1);
  expect(page.last.connectionState).toBe('failed');
});

test('a standby on the relay of the own session is none', async () => {
  const one = await ready();
  active = 'relay-2';
  answer = on('relay-1');
  one.ensure();
  await pass(1000);
  expect(one.relayId).toBe('relay-1');
  expect(page.open).toHaveLength(1);
});

test('dropping during an offer closes it and makes none by itself', async () => {
  let reply: (value: ReplyOf<OfferReply>) => void = () => undefined;
  answer = () => new Promise(resolve => { reply = resolve; });
  const one = keeper();
  one.ensure();
  await pass(300);
  one.drop();
  reply({ value: { sdp: 'answer', relayId: 'relay-2' }, error: null });
  await pass(60_000);
  expect(one.relayId).toBeNull();
  expect(page.open).toHaveLength(0);
  expect(offers).toHaveLength(1);
});

test('a hub that is lost during the offer costs the attempt, not the standby', async () => {
  answer = () => { steady = false; return Promise.reject(new Error('closed')); };
  const one = keeper();
  one.ensure();
  await pass(60_000);
  expect(offers).toHaveLength(1);
  steady = true;
  answer = on('relay-2');
  one.ensure();
  await pass(2000);
  expect(one.relayId).toBe('relay-2');
});
