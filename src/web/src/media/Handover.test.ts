import { afterEach, beforeEach, expect, test } from 'vitest';
import { isFrozen, mayStandIn } from './frozen';
import { Stay } from './testing/Stay';
import type { FakeConnection } from './testing/browser';

let stay: Stay;
let active: FakeConnection;
let standby: FakeConnection;

/** b and c are seen over relay-1, which works, when the server moves us. */
beforeEach(async () => {
  stay = new Stay();
  ({ active, standby } = await stay.begin());
  stay.name(['3', 'b', 'microphone'], ['5', 'b', 'camera'], ['6', 'c', 'camera']);
  active.deliver('3', '5', '6');
});
afterEach(() => stay.end());

test('a relay that is drained is watched until the other shows the same pictures', async () => {
  stay.media.failOver.moved('relay-2');
  expect(stay.media.relays).toMatchObject({ relayId: 'relay-2', moves: 1 });
  expect(stay.seen).toEqual(['b/camera moves', 'c/camera moves']);
  stay.name(['5', 'c', 'camera'], ['6', 'b', 'camera']);
  standby.deliver('5');
  await stay.pass(200);
  expect(stay.seen).toEqual(['b/camera moves', 'c/camera moves']);
  expect(stay.slots.map(slot => slot.mid)).toEqual(['3', '5', '6']);
  standby.deliver('6');
  await stay.pass(40);
  expect(stay.slots.map(slot => `${slot.mid} ${slot.terminalId}`)).toEqual(['5 c', '6 b']);
  expect(stay.seen).toEqual(['c/camera moves', 'b/camera moves']);
});

test('pictures of the one before move on for a moment after those of the next have taken their place', async () => {
  const before = stay.media.presentation.streamOf('5')!;
  stay.media.failOver.moved('relay-2');
  stay.name(['5', 'b', 'camera'], ['6', 'c', 'camera']);
  standby.deliver('5', '6');
  await stay.pass(40);
  expect(stay.media.presentation.streamOf('5')).not.toBe(before);
  expect([mayStandIn(before), isFrozen(before)]).toEqual([true, false]);
  await stay.pass(450);
  expect(isFrozen(before)).toBe(false);
  await stay.pass(50);
  expect(isFrozen(before)).toBe(true);
});

test('others are sent to over both relays for a while, and what is switched off is off on both', async () => {
  stay.media.failOver.moved('relay-2');
  const sent = (connection: FakeConnection) => connection.sending.map(track => track?.id ?? null);
  expect(sent(active)).toEqual(['mic', 'cam', null]);
  expect(sent(standby)).toEqual([null, 'cam', null]);
  await stay.pass(150);
  expect(sent(standby)).toEqual(['mic', 'cam', null]);
  stay.media.link.setTrack('camera', null);
  expect(sent(active)).toEqual(['mic', null, null]);
  expect(sent(standby)).toEqual(['mic', null, null]);
  await stay.pass(1800);
  expect(active.connectionState).toBe('connected');
  await stay.pass(200);
  expect(active.connectionState).toBe('closed');
});

test('the next standby is made when the connection before is closed', async () => {
  stay.standbyRelays = ['relay-3'];
  stay.media.failOver.moved('relay-2');
  const before = stay.calls.length;
  await stay.pass(1950);
  expect(stay.calls).toHaveLength(before);
  expect(active.connectionState).toBe('connected');
  await stay.pass(50);
  expect(active.connectionState).toBe('closed');
  await stay.pass(1000);
  expect(stay.calls.slice(before)).toEqual(['OfferStandby']);
});

test('pictures that do not come are not waited for longer than the connection before is named rightly', async () => {
  stay.media.failOver.moved('relay-2');
  await stay.pass(1450);
  expect(stay.seen).toEqual(['b/camera moves', 'c/camera moves']);
  await stay.pass(100);
  expect(stay.seen).toEqual(['b/camera still', 'c/camera still']);
});

test('a relay that has been silent is left at once', async () => {
  expect(stay.seen).toEqual(['b/camera moves', 'c/camera moves']);
  await stay.pass(400);
  stay.media.failOver.moved('relay-2');
  expect(stay.seen).toEqual(['b/camera still', 'c/camera still']);
  expect(active.connectionState).toBe('closed');
});

test('the other relay dies meanwhile: a new offer takes the place of both', async () => {
  stay.media.failOver.moved('relay-2');
  stay.offerRelays = ['relay-3'];
  stay.media.failOver.forgotten();
  await stay.pass(0);
  stay.browser.last.become('connected');
  await stay.pass(0);
  expect(active.connectionState).toBe('closed');
  expect(standby.connectionState).toBe('closed');
  expect(stay.media.relays.relayId).toBe('relay-3');
});

test('somebody who is on two relays for a moment is heard once', () => {
  stay.name(['3', 'b', 'microphone'], ['4', 'b', 'microphone']);
  expect(stay.browser.heard.size).toBe(1);
});

test('leaving the room closes both', async () => {
  stay.media.failOver.moved('relay-2');
  stay.media.stop();
  await stay.pass(2500);
  expect([active.connectionState, standby.connectionState]).toEqual(['closed', 'closed']);
});
