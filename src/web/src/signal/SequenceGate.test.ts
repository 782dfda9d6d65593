import { expect, test } from 'vitest';
import type { GroupNotice } from '../protocol/hub';
import { SequenceGate } from './SequenceGate';

const left = (sequence: number): GroupNotice => ({ name: 'Left', body: { sequence, terminalId: `t${sequence}`, reason: 'left' } });
const quality = (sequence: number): GroupNotice => ({
  name: 'Quality',
  body: { sequence, terminalId: 't', quality: { up: 1, down: 1, roundTripMs: null, upLossPercent: 0, downLossPercent: 0, jitterMs: 0 } },
});

function ready(sequence: number): SequenceGate {
  const gate = new SequenceGate();
  gate.rebase(sequence);
  return gate;
}

test('the next in sequence is applied', () => {
  const gate = ready(7);
  expect(gate.offer(left(8))).toEqual({ kind: 'apply', notices: [left(8)] });
  expect(gate.offer(left(9)).kind).toBe('apply');
});

test('a repeated notice is dropped', () => {
  const gate = ready(7);
  gate.offer(left(8));
  expect(gate.offer(left(8)).kind).toBe('drop');
  expect(gate.offer(left(3)).kind).toBe('drop');
});

test('a missing notice is reported once, and those after it are kept for the snapshot', () => {
  const gate = ready(7);
  expect(gate.offer(left(9)).kind).toBe('gap');
  expect(gate.offer(left(10)).kind).toBe('drop');
  expect(gate.rebase(9)).toEqual({ kind: 'apply', notices: [left(10)] });
});

test('a snapshot older than the gap leaves the gap open', () => {
  const gate = ready(7);
  gate.offer(left(10));
  expect(gate.rebase(8).kind).toBe('gap');
});

test('word of missed notices is a gap, even of a single one, until a snapshot has them', () => {
  const missed: GroupNotice = { name: 'Missed', body: { sequence: 8 } };
  const gate = ready(7);
  expect(gate.offer(missed).kind).toBe('gap');
  expect(gate.offer(left(9)).kind).toBe('drop');
  expect(gate.rebase(8)).toEqual({ kind: 'apply', notices: [left(9)] });
  expect(gate.offer(missed).kind).toBe('drop');
});

test('notices before the first snapshot wait for it', () => {
  const gate = new SequenceGate();
  expect(gate.offer(left(4)).kind).toBe('drop');
  expect(gate.offer(left(5)).kind).toBe('drop');
  expect(gate.rebase(4)).toEqual({ kind: 'apply', notices: [left(5)] });
});

test('quality repeats the last sequence and moves nothing', () => {
  const gate = ready(7);
  expect(gate.offer(quality(7)).kind).toBe('apply');
  expect(gate.offer(quality(7)).kind).toBe('apply');
  expect(gate.offer(left(8)).kind).toBe('apply');
});

test('after a lost connection old numbers mean nothing', () => {
  const gate = ready(7);
  gate.hold();
  expect(gate.offer(left(8)).kind).toBe('drop');
  expect(gate.rebase(20)).toEqual({ kind: 'apply', notices: [] });
});
