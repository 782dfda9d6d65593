import { afterEach, beforeEach, expect, test } from 'vitest';
import { Stay } from './testing/Stay';

let stay: Stay;
beforeEach(() => { stay = new Stay(); });
afterEach(() => stay.end());

const ids = (connection: { sending: ({ id: string } | null)[] }) => connection.sending.map(track => track?.id ?? null);

test('signalling gone and nothing heard for 300 ms: the terminal moves by itself and tells when it can', async () => {
  const { active, standby } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.flow(active, 500);
  expect(stay.moved).toBe(0);
  await stay.pass(450);
  expect(stay.moved).toBe(1);
  expect(active.connectionState).toBe('closed');
  expect(ids(standby)).toEqual(['mic', 'cam', null]);
  expect(stay.calls).not.toContain('UseStandby');
  stay.hubBack();
  await stay.pass(0);
  expect(stay.calls.at(-1)).toBe('UseStandby');
  stay.media.failOver.moved('relay-2');
  await stay.flow(standby, 5000);
  expect(stay.calls.filter(call => call === 'Offer')).toHaveLength(1);
  expect(stay.moved).toBe(1);
});

test('nothing comes in over the standby either: a new session is offered as soon as the hub is back', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(450);
  expect(stay.moved).toBe(1);
  await stay.pass(900);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
  stay.hubBack();
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'Offer']);
});

test('a hub that is back before that is known is told of the move, and then offered a new session', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(450);
  stay.hubBack();
  stay.media.failOver.moved('relay-2');
  await stay.pass(1000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby', 'Offer']);
});

test('one who sends nothing gets nothing over the standby until the server knows of the move, and then has as long', async () => {
  stay.tracks.microphone = stay.tracks.camera = null;
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(5000);
  stay.hubBack();
  await stay.pass(1000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
  stay.media.failOver.moved('relay-2');
  await stay.pass(700);
  expect(stay.calls).toHaveLength(3);
  await stay.pass(400);
  expect(stay.calls.at(-1)).toBe('Offer');
});

test.each([['with', ['relay-2']], ['without', []]])('an address that was replaced costs a second and a half until the offer, %s a standby', async (_, standbys) => {
  stay.standbyRelays = standbys;
  const { active } = await stay.begin();
  await stay.flow(active, 2000);
  // Nothing gets through any more, and nothing says so: the hub's connection is given up when its check was not answered.
  stay.askGroup = () => new Promise(() => undefined);
  stay.useStandby = () => new Promise(() => undefined);
  stay.checkHub = () => {
    stay.checkHub = () => undefined;
    setTimeout(() => stay.hubLost(), 800);
    setTimeout(() => stay.hubBack(), 900);
  };
  await stay.pass(1500);
  expect(stay.calls.at(-1)).toBe('Offer');
  expect(stay.calls.filter(call => call === 'Offer')).toHaveLength(2);
});

test('a quiet session, and one that has lost contact, are reason to check the hub', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 2000);
  expect(stay.checks).toBe(0);
  await stay.pass(500);
  expect(stay.checks).toBe(1);
  active.become('disconnected');
  expect(stay.checks).toBe(2);
});

test('a hub that comes back while media flows brings one new offer, behind the running session', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.flow(active, 500);
  stay.hubBack();
  await stay.flow(active, 500);
  expect(stay.calls.filter(call => call !== 'OfferStandby')).toEqual(['Offer', 'Offer']);
  expect(active.connectionState).toBe('connected');
  expect(stay.moved).toBe(0);
});

test('a hub that comes back and names the running session leaves it alone', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.flow(active, 200);
  stay.hubBack();
  stay.media.failOver.moved('relay-1');
  await stay.flow(active, 2000);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
  expect(active.connectionState).toBe('connected');
});

test('a session named by the hub that falls silent all the same gives way', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  stay.media.failOver.moved('relay-1');
  stay.hubBack();
  await stay.pass(450);
  expect(stay.moved).toBe(1);
});

test('a group that does not answer while nothing comes in is as good as no signalling', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 2000);
  stay.askGroup = () => new Promise(() => undefined);
  await stay.pass(1000);
  expect(stay.moved).toBe(1);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
});

test('a standby that connects while the relay is already silent is taken when it does', async () => {
  stay.media.failOver.entered();
  await stay.pass(0);
  const active = stay.browser.last;
  active.become('connected');
  await stay.flow(active, 2000);
  const standby = stay.browser.last;
  expect(standby).not.toBe(active);
  stay.askGroup = () => new Promise(() => undefined);
  await stay.pass(1000);
  expect(stay.moved).toBe(0);
  standby.become('connected');
  await stay.pass(100);
  expect(stay.moved).toBe(1);
});

test('a group that answers is given the time to tell by itself', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 2000);
  let asked = 0;
  stay.askGroup = () => { asked++; return Promise.resolve(); };
  await stay.pass(1000);
  expect([asked, stay.moved]).toEqual([1, 0]);
  await stay.pass(1000);
  expect(stay.moved).toBe(1);
});

test('an offer that was lost with the hub is made again although the hub names the same relay', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.offer = () => Promise.reject(new Error('closed'));
  stay.hubUp = false;
  stay.media.link.renegotiate(3);
  await stay.pass(0);
  stay.hubLost();
  stay.offer = null;
  stay.hubBack();
  stay.media.failOver.moved('relay-1');
  await stay.flow(active, 1000);
  expect(stay.calls.filter(call => call === 'Offer')).toHaveLength(2);
});

test('a move that was missed while the hub was away is made up for without an offer', async () => {
  const { active, standby } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  stay.media.failOver.moved('relay-2');
  stay.hubBack();
  await stay.pass(0);
  expect(ids(standby)).toEqual(['mic', 'cam', null]);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby']);
});

test('a hub that still names the dead session is told of the move', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(450);
  stay.media.failOver.moved('relay-1');
  stay.hubBack();
  stay.media.failOver.moved('relay-1');
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
  stay.media.failOver.moved('relay-2');
  await stay.pass(250);
  expect(stay.calls).toHaveLength(3);
});

test('a page that was loaded anew offers once, although the hub names the session it had', async () => {
  stay.media.failOver.moved('relay-1');
  stay.media.failOver.entered();
  stay.media.failOver.moved('relay-1');
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer']);
});

test('a hub that comes back before the silence is long enough does not hide it', async () => {
  const { active } = await stay.begin();
  await stay.flow(active, 1000);
  stay.hubLost();
  await stay.pass(50);
  stay.hubBack();
  await stay.pass(450);
  expect(stay.moved).toBe(1);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'UseStandby']);
});

test('a hub that comes back to a terminal without a standby brings an offer at once', async () => {
  stay.standbyRelays = [];
  await stay.begin();
  stay.hubLost();
  stay.hubBack();
  await stay.pass(0);
  expect(stay.calls).toEqual(['Offer', 'OfferStandby', 'Offer']);
});
