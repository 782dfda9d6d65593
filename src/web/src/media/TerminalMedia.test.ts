import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDiagnostics } from './diagnostics';
import { Stay } from './testing/Stay';

let stay: Stay;
beforeEach(() => { stay = new Stay(); });
afterEach(() => stay.end());

const ids = (connection: { sending: ({ id: string } | null)[] }) => connection.sending.map(track => track?.id ?? null);

test('the first picture does not wait for the standby, and the standby stays silent', async () => {
  const { active, standby } = await stay.begin();
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
  expect(ids(active)).toEqual(['mic', 'cam', null]);
  expect(ids(standby)).toEqual([null, null, null]);
  stay.media.link.setTrack('screen', null);
  expect(standby.transceivers.flatMap(section => section.sent)).toEqual([]);
  expect(stay.media.relays).toEqual({ relayId: 'relay-1', standbyRelayId: 'relay-2', standbyConnected: true, moves: 0 });
});

test('a move sends what is on now over the standby, closes the old connection and negotiates nothing', async () => {
  const { active, standby } = await stay.begin();
  stay.tracks.camera = null;
  stay.tracks.screen = stay.tracks.microphone;
  stay.standbyRelays = ['relay-3'];
  stay.media.failOver.moved('relay-2');
  expect(active.connectionState).toBe('closed');
  expect(ids(standby)).toEqual(['mic', null, 'mic']);
  expect(stay.phase).toBe('connected');
  expect(stay.moved).toBe(1);
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
  await stay.pass(1000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'OfferStandby']);
  expect(stay.media.relays).toMatchObject({ relayId: 'relay-2', standbyRelayId: 'relay-3', moves: 1 });
});

test('after a move the last pictures stand still until the new slots are named, and voices are heard at once', async () => {
  await stay.begin();
  stay.name(['3', 'b', 'microphone'], ['5', 'b', 'camera'], ['6', 'c', 'camera']);
  expect(stay.seen).toEqual(['b/camera moves', 'c/camera moves']);
  expect(stay.browser.heard.size).toBe(1);
  stay.media.failOver.moved('relay-2');
  expect(stay.seen).toEqual(['b/camera still', 'c/camera still']);
  expect(stay.browser.heard.size).toBe(2);
  stay.name(['5', 'c', 'camera'], ['4', 'b', 'microphone']);
  expect(stay.seen).toEqual(['c/camera moves', 'b/camera still']);
  expect(stay.browser.heard.size).toBe(1);
  await stay.pass(3000);
  expect(stay.seen).toEqual(['c/camera moves']);
});

test('pictures are stopped before their connection is closed, which would blacken them', async () => {
  const { active } = await stay.begin();
  stay.name(['5', 'b', 'camera']);
  const states: string[] = [];
  stay.browser.videos.push({ srcObject: stay.media.presentation.streamOf('5'), pause: () => { states.push(active.connectionState); } });
  stay.media.failOver.moved('relay-2');
  expect(states).toEqual(['connected']);
});

test('a move to a relay without a standby of ours is answered with a new offer', async () => {
  const { active } = await stay.begin();
  stay.media.failOver.moved('relay-9');
  await stay.pass(0);
  expect(stay.calls.filter(call => call === 'Offer')).toHaveLength(2);
  expect(active.connectionState).toBe('connected');
  expect(stay.moved).toBe(0);
});

test('a standby that is still connecting is used when the server says so', async () => {
  stay.media.failOver.entered();
  await stay.pass(0);
  stay.browser.last.become('connected');
  await stay.pass(300);
  stay.media.failOver.moved('relay-2');
  expect(ids(stay.browser.last)).toEqual(['mic', 'cam', null]);
  stay.browser.last.become('connected');
  expect(stay.phase).toBe('connected');
});

test('slots that may be about the dead session name nobody in the new one', async () => {
  const { active } = await stay.begin();
  stay.name(['5', 'b', 'camera']);
  expect(stay.seen).toEqual(['b/camera moves']);
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(450);
  stay.hubBack();
  stay.name(['5', 'b', 'camera']);
  expect(stay.seen).toEqual(['b/camera still']);
  stay.media.failOver.moved('relay-2');
  stay.name(['5', 'c', 'camera']);
  expect(stay.seen).toEqual(['c/camera moves', 'b/camera still']);
});

test('a failed session moves at once although signalling is up', async () => {
  const { active, standby } = await stay.begin();
  active.become('failed');
  await stay.pass(0);
  expect(ids(standby)).toEqual(['mic', 'cam', null]);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
});

test('a failed session without a standby is offered again, as ever', async () => {
  stay.standbyRelays = [];
  const { active } = await stay.begin();
  active.become('failed');
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'Offer']);
});

test('a move the server refuses or never confirms ends in a new offer', async () => {
  stay.useStandby = () => Promise.resolve({ error: { code: 'relay.no_standby', reason: '' } });
  (await stay.begin()).active.become('failed');
  await stay.pass(0);
  expect(stay.calls.at(-1)).toBe('Offer');
  stay.end();

  stay = new Stay();
  const { active, standby } = await stay.begin();
  active.become('failed');
  await stay.flow(standby, 1900);
  expect(stay.calls.at(-1)).toBe('UseStandby');
  await stay.flow(standby, 200);
  expect(stay.calls.at(-1)).toBe('Offer');
});

test('no standby is offered before the server knows of the move', async () => {
  stay.useStandby = () => new Promise(() => undefined);
  const { active, standby } = await stay.begin();
  active.become('failed');
  await stay.flow(standby, 10_000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
  stay.media.failOver.moved('relay-2');
  await stay.flow(standby, 1000);
  expect(stay.calls.at(-1)).toBe('OfferStandby');
});

test('a move that crosses an offer is followed, and one more offer decides', async () => {
  const { active, standby } = await stay.begin();
  let reply: (value: never) => void = () => undefined;
  stay.offer = () => { stay.calls.push('Offer'); return new Promise(resolve => { reply = resolve as never; }); };
  stay.media.failOver.moved('relay-9');
  await stay.pass(0);
  stay.media.failOver.moved('relay-2');
  expect(active.connectionState).toBe('closed');
  expect(ids(standby)).toEqual(['mic', 'cam', null]);
  stay.offer = null;
  reply({ value: { sdp: 'answer', relayId: 'relay-1' }, error: null } as never);
  await stay.pass(0);
  expect(stay.calls.filter(call => call === 'Offer')).toHaveLength(3);
  expect(stay.browser.open).toHaveLength(2);
});

test('the notice for a standby makes one when there was none', async () => {
  stay.standbyRelays = [];
  await stay.begin();
  stay.standbyRelays = ['relay-2'];
  stay.media.failOver.standbyWanted();
  await stay.pass(1000);
  expect(stay.media.relays.standbyRelayId).toBe('relay-2');
});

test('when no session is known any more both are made anew', async () => {
  const { standby } = await stay.begin();
  stay.media.failOver.forgotten();
  await stay.pass(0);
  expect(standby.connectionState).toBe('closed');
  stay.browser.last.become('connected');
  await stay.pass(1000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'Offer', 'OfferStandby']);
});

test('diagnostics tell relays, and slots of the new session only when they are named', async () => {
  await stay.begin();
  stay.name(['5', 'b', 'camera']);
  stay.media.failOver.moved('relay-2');
  const between = await readDiagnostics(stay.media, 'a');
  expect(between).toMatchObject({ relayId: 'relay-2', standbyRelayId: null, standbyConnected: false, moves: 1, slots: [] });
  stay.name(['6', 'b', 'camera']);
  expect((await readDiagnostics(stay.media, 'a')).slots).toEqual([{ mid: '6', terminalId: 'b', source: 'camera' }]);
});

test('leaving closes everything', async () => {
  await stay.begin();
  stay.media.stop();
  expect(stay.browser.open).toEqual([]);
  await stay.pass(600_000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
});
