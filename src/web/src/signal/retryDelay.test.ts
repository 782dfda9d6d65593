import { expect, test } from 'vitest';
import { retryDelay } from './retryDelay';

test('the first attempt follows at once', () => {
  expect(retryDelay(0)).toBe(0);
});

test('waits grow and never exceed two seconds, however long the outage', () => {
  const waits = Array.from({ length: 40 }, (_, n) => retryDelay(n));
  for (let n = 1; n < waits.length; n++) {
    expect(waits[n]).toBeGreaterThanOrEqual(waits[n - 1]!);
  }
  expect(waits.slice(0, 6)).toEqual([0, 300, 600, 1000, 1000, 1000]);
  expect(waits.at(-1)).toBe(2000);
});

test('in the first seven seconds no second passes without an attempt', () => {
  const waits = Array.from({ length: 9 }, (_, n) => retryDelay(n));
  expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
  expect(waits.reduce((a, b) => a + b, 0)).toBeGreaterThan(6500);
});
