import { expect, test } from 'vitest';
import { mapSlots, planOffer, slotKey } from './slots';

test('filled slots are found by terminal and source, empty ones are not there', () => {
  const map = mapSlots([
    { mid: '3', terminalId: 'b', source: 'microphone' },
    { mid: '18', terminalId: 'b', source: 'camera' },
    { mid: '19', terminalId: null, source: null },
    { mid: '20', terminalId: 'c', source: 'screen' },
  ]);
  expect([...map]).toEqual([['b/microphone', '3'], ['b/camera', '18'], ['c/screen', '20']]);
  expect(map.get(slotKey('b', 'screen'))).toBeUndefined();
});

test('a slot that moved to somebody else no longer belongs to the first', () => {
  const before = mapSlots([{ mid: '18', terminalId: 'b', source: 'camera' }]);
  const after = mapSlots([{ mid: '18', terminalId: 'c', source: 'camera' }]);
  expect(before.get('b/camera')).toBe('18');
  expect(after.get('b/camera')).toBeUndefined();
  expect(after.get('c/camera')).toBe('18');
});

test('the offer of a full room stays below 64 sections', () => {
  const plan = planOffer(16);
  expect(plan.sending.map(one => one.source)).toEqual(['microphone', 'camera', 'screen']);
  expect([plan.audioSlots, plan.videoSlots]).toEqual([15, 16]);
  expect(plan.sending.length + plan.audioSlots + plan.videoSlots).toBeLessThanOrEqual(64);
});

test('a capacity outside 2 to 16 is brought inside', () => {
  expect(planOffer(1).audioSlots).toBe(1);
  expect(planOffer(400).videoSlots).toBe(16);
});
