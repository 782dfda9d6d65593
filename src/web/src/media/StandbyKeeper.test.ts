import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OfferReply, OfferRequest, ReplyOf } from '../protocol/hub';
import { StandbyKeeper } from './StandbyKeeper';
import { FakeBrowser } from './testing/browser';

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

test('a new one replaces the old when it is answered, not before', async () => {
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
  expect(old.connectionState).toBe('closed');
  expect(one.relayId).toBe('relay-3');
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
