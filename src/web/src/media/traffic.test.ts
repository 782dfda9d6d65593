import { expect, test } from 'vitest';
import { receivedBytes } from './traffic';

const report = (...stats: object[]) => new Map(stats.map((stat, index) => [String(index), stat]));

test('the transport counts everything once', () => {
  expect(receivedBytes(report(
    { type: 'transport', bytesReceived: 500 }, { type: 'candidate-pair', bytesReceived: 480 }, { type: 'inbound-rtp', bytesReceived: 300 },
  ))).toBe(500);
});

test('without transport statistics the candidate pairs count', () => {
  expect(receivedBytes(report({ type: 'candidate-pair', bytesReceived: 480 }, { type: 'candidate-pair', bytesReceived: 20 }))).toBe(500);
});

test('a browser that counts neither says so', () => {
  expect(receivedBytes(report({ type: 'inbound-rtp', bytesReceived: 300 }))).toBeNull();
});
