import { expect, test } from 'vitest';
import type { MediaSource, MemberDto } from '../protocol/hub';
import { misfits } from './undecodable';

const member = (terminalId: string, undecodable: MemberDto['undecodable'] = [], muted: MediaSource[] = []): MemberDto => ({
  terminalId, personId: `p-${terminalId}`, displayName: terminalId, role: 'expert', permissions: [], terminalKind: 'browser',
  presence: 'connected', muted, enteredAt: '', quality: null, undecodable,
});

const camera = { terminalId: 'cam', source: 'camera' as const, codec: 'H.264 High' };

const lines = (members: MemberDto[], ownId: string | null) =>
  misfits(members, ownId).map(one => `${one.receivers.map(receiver => receiver.displayName).join('+')}: ${one.source} of ${one.publisher.displayName}, ${one.codec}`);

test('receivers of one source are named together, this terminal first', () => {
  expect(lines([member('cam'), member('li', [camera]), member('wang', [camera])], 'wang')).toEqual(['wang+li: camera of cam, H.264 High']);
});

test('sources are named apart', () => {
  const screen = { terminalId: 'cam', source: 'screen' as const, codec: 'AV1' };
  expect(lines([member('cam'), member('li', [camera, screen])], 'cam')).toEqual(['li: camera of cam, H.264 High', 'li: screen of cam, AV1']);
});

test('a publisher that left or is muted is missed by nobody', () => {
  expect(lines([member('li', [camera])], 'li')).toEqual([]);
  expect(lines([member('cam', [], ['camera']), member('li', [camera])], 'li')).toEqual([]);
});
