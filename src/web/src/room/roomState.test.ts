import { expect, test } from 'vitest';
import type { GroupDto, GroupNotice, MemberDto } from '../protocol/hub';
import { countUnread, emptyRoom, endingOf, expectsMedia, reduceRoom, type RoomState } from './roomState';

const member = (terminalId: string, change: Partial<MemberDto> = {}): MemberDto => ({
  terminalId, personId: `p-${terminalId}`, displayName: `Name ${terminalId}`, role: 'expert', permissions: ['publish'],
  terminalKind: 'browser', presence: 'entered', muted: [], enteredAt: '2026-01-01T00:00:00Z', quality: null, undecodable: [], ...change,
});
const group = (members: MemberDto[], sequence = 1): GroupDto => ({
  groupId: 'g', requestId: 'r', sequence, state: 'active', purpose: 'stroke', urgency: 'urgent', capacity: 16,
  requestedAt: '2026-01-01T00:00:00Z', connectedAt: null, members,
});
const line = (id: string) => ({ id, terminalId: 'b', displayName: 'B', text: id, sentAt: '2026-01-01T00:00:00Z' });
const inside = (...others: MemberDto[]): RoomState => reduceRoom(emptyRoom, {
  type: 'entered', reply: { terminalId: 'a', resumed: false, group: group([member('a'), ...others]), messages: [], earlier: null },
});
const notice = (state: RoomState, body: GroupNotice) => reduceRoom(state, { type: 'notice', notice: body });

test('entering takes members and messages from the reply', () => {
  const state = inside(member('b'));
  expect(state.phase).toBe('inside');
  expect(state.members.map(one => one.terminalId)).toEqual(['a', 'b']);
});

test('somebody new is added and announced, somebody who came back is only refreshed', () => {
  const state = notice(inside(), { name: 'Entered', body: { sequence: 2, member: member('b'), resumed: false } });
  expect(state.members).toHaveLength(2);
  expect(state.announcements.map(one => one.kind)).toEqual(['entered']);
  const back = notice(state, { name: 'Entered', body: { sequence: 3, member: member('b'), resumed: true } });
  expect(back.members).toHaveLength(2);
  expect(back.announcements).toHaveLength(1);
});

test('connected marks the terminals, starts the clock once and is announced', () => {
  const first = notice(inside(member('b')), { name: 'Connected', body: { sequence: 2, terminalIds: ['a', 'b'], at: 'T1' } });
  expect(first.members.every(one => one.presence === 'connected')).toBe(true);
  expect(first.group?.connectedAt).toBe('T1');
  expect(first.announcements.at(-1)).toMatchObject({ kind: 'connected', names: ['Name b'] });
  const second = notice(first, { name: 'Connected', body: { sequence: 3, terminalIds: ['a', 'b'], at: 'T2' } });
  expect(second.group?.connectedAt).toBe('T1');
});

test('somebody who leaves is taken out of members and slots', () => {
  const seated = reduceRoom(inside(member('b')), { type: 'slots', slots: [{ mid: '3', terminalId: 'b', source: 'camera' }] });
  const state = notice(seated, { name: 'Left', body: { sequence: 2, terminalId: 'b', reason: 'left' } });
  expect(state.members).toHaveLength(1);
  expect(state.slots).toEqual([{ mid: '3', terminalId: null, source: null }]);
  expect(state.announcements.at(-1)?.kind).toBe('left');
});

test('being removed ends the stay with its own words', () => {
  const state = notice(inside(), { name: 'Left', body: { sequence: 2, terminalId: 'a', reason: 'removed' } });
  expect(state.phase).toBe('over');
  expect(state.ending).toEqual({ kind: 'refused', code: 'member.removed' });
});

test('a terminal whose media the relay ended for sending too much is announced, any other loss of media is not', () => {
  const state = inside(member('b', { presence: 'connected' }));
  const lost = notice(state, { name: 'Presence', body: { sequence: 2, terminalId: 'b', presence: 'entered', reason: null } });
  expect(lost.announcements).toHaveLength(0);
  const ended = notice(state, { name: 'Presence', body: { sequence: 2, terminalId: 'b', presence: 'entered', reason: 'overLimit' } });
  expect(ended.members.find(one => one.terminalId === 'b')?.presence).toBe('entered');
  expect(ended.announcements.at(-1)).toMatchObject({ kind: 'overLimit', name: 'Name b' });
});

test('muting by a moderator is announced, muting oneself is not', () => {
  const own = notice(inside(member('b')), { name: 'Muted', body: { sequence: 2, terminalId: 'a', muted: ['microphone'], byPersonId: 'p-a' } });
  expect(own.announcements).toHaveLength(0);
  const by = notice(own, { name: 'Muted', body: { sequence: 3, terminalId: 'a', muted: ['microphone'], byPersonId: 'p-b' } });
  expect(by.announcements.at(-1)).toMatchObject({ kind: 'mutedByOther', name: 'Name b' });
});

test('a message that was typed is never lost: sending, failed, sent again', () => {
  let state = reduceRoom(inside(), { type: 'sending', message: line('m1') });
  state = reduceRoom(state, { type: 'sendFailed', id: 'm1', refusal: null });
  expect(state.messages[0]?.state).toBe('failed');
  state = reduceRoom(state, { type: 'entered', reply: { terminalId: 'a', resumed: true, group: group([member('a')]), messages: [line('m0')], earlier: null } });
  expect(state.messages.map(one => [one.id, one.state])).toEqual([['m0', 'recorded'], ['m1', 'failed']]);
  state = reduceRoom(state, { type: 'sending', message: line('m1') });
  state = notice(state, { name: 'Message', body: { sequence: 2, message: line('m1') } });
  state = reduceRoom(state, { type: 'sent', message: line('m1') });
  expect(state.messages.filter(one => one.id === 'm1')).toHaveLength(1);
  expect(state.messages.at(-1)?.state).toBe('recorded');
  expect(reduceRoom(state, { type: 'sendFailed', id: 'm1', refusal: null }).messages.at(-1)?.state).toBe('recorded');
});

const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => line(`m${from + n}`));
const enter = (state: RoomState, from: number, to: number) => reduceRoom(state, {
  type: 'entered',
  reply: { terminalId: 'a', resumed: true, group: group([member('a')]), messages: lines(from, to), earlier: from === 0 ? null : `${from}` },
});
const ids = (state: RoomState) => state.messages.map(one => one.id);

test('earlier messages go before the others, once each, until there are none', () => {
  let state = reduceRoom(enter(inside(), 100, 150), { type: 'earlierAsked' });
  expect(state.earlier).toMatchObject({ cursor: '100', phase: 'loading' });
  state = reduceRoom(state, { type: 'earlier', page: { messages: lines(50, 101), earlier: '50' } });
  expect(state.earlier).toEqual({ cursor: '50', phase: 'idle', shown: 50, added: 50 });
  state = reduceRoom(state, { type: 'earlier', page: { messages: lines(0, 50), earlier: null } });
  expect(ids(state)).toEqual(lines(0, 150).map(one => one.id));
  expect(state.earlier).toEqual({ cursor: null, phase: 'idle', shown: 100, added: 50 });
  expect(state.announcements).toEqual([]);
});

test('earlier messages that could not be loaded can be asked for again', () => {
  const state = reduceRoom(reduceRoom(enter(inside(), 100, 150), { type: 'earlierAsked' }), { type: 'earlierFailed' });
  expect(state.earlier).toMatchObject({ cursor: '100', phase: 'failed' });
});

test('entering again keeps earlier pages that the reply joins on to', () => {
  let state = reduceRoom(enter(inside(), 100, 150), { type: 'earlier', page: { messages: lines(50, 100), earlier: '50' } });
  state = enter(state, 110, 160);
  expect(ids(state)).toEqual(lines(50, 160).map(one => one.id));
  expect(state.earlier).toMatchObject({ cursor: '50', shown: 50 });
});

test('entering again after more than a page leaves no hole: what was shown is loaded again', () => {
  let state = reduceRoom(enter(inside(), 100, 150), { type: 'sending', message: line('own') });
  state = enter(state, 200, 250);
  expect(ids(state)).toEqual([...lines(200, 250).map(one => one.id), 'own']);
  expect(state.earlier).toMatchObject({ cursor: '200', shown: 0 });
});

test('a message that was refused says why', () => {
  const state = reduceRoom(reduceRoom(inside(), { type: 'sending', message: line('m1') }), { type: 'sendFailed', id: 'm1', refusal: 'chat.too_many' });
  expect(state.messages[0]).toMatchObject({ state: 'failed', refusal: 'chat.too_many' });
});

test('unread are the messages of others behind the last one seen, whatever is loaded before it', () => {
  const state = enter(inside(), 100, 150);
  expect(countUnread(state.messages, 'a', null)).toBe(50);
  expect(countUnread(state.messages, 'a', 'm147')).toBe(2);
  expect(countUnread(state.messages, 'b', 'm147')).toBe(0);
  const more = reduceRoom(state, { type: 'earlier', page: { messages: lines(50, 100), earlier: '50' } });
  expect(countUnread(more.messages, 'a', 'm147')).toBe(2);
});

test('losing the hub keeps everybody on the screen', () => {
  const state = reduceRoom(inside(member('b')), { type: 'lost' });
  expect(state.phase).toBe('reconnecting');
  expect(state.members).toHaveLength(2);
  expect(reduceRoom(emptyRoom, { type: 'lost' }).phase).toBe('joining');
});

test('a refusal because the consultation is over is an end, any other a refusal', () => {
  expect(endingOf('group.closed')).toEqual({ kind: 'closed' });
  expect(endingOf('group.expired')).toEqual({ kind: 'expired' });
  expect(endingOf('token.used')).toEqual({ kind: 'refused', code: 'token.used' });
  expect(endingOf('something.newer')).toEqual({ kind: 'refused', code: 'unknown' });
});

test('media that moved to another relay is announced', () => {
  expect(reduceRoom(inside(), { type: 'moved' }).announcements.at(-1)?.kind).toBe('moved');
});

test('media is expected of whoever is in a slot, connected and not muted in it', () => {
  const seated = (change: Partial<MemberDto>) =>
    reduceRoom(inside(member('b', { presence: 'connected', ...change })), { type: 'slots', slots: [{ mid: '3', terminalId: 'b', source: 'camera' }] });
  expect(expectsMedia(seated({}))).toBe(true);
  expect(expectsMedia(seated({ muted: ['microphone'] }))).toBe(true);
  expect(expectsMedia(seated({ muted: ['camera'] }))).toBe(false);
  expect(expectsMedia(seated({ presence: 'reconnecting' }))).toBe(false);
  expect(expectsMedia(inside(member('b', { presence: 'connected' })))).toBe(false);
});

test('after the end nothing changes any more', () => {
  const ended = notice(inside(), { name: 'Ended', body: { sequence: 2, state: 'closed' } });
  expect(ended.ending).toEqual({ kind: 'closed' });
  expect(reduceRoom(ended, { type: 'lost' })).toBe(ended);
});
