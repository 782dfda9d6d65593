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
  expect(waits.slice(0, 6)).toEqual([0, 300, 600, 1000, 1500, 2000]);
  expect(waits.at(-1)).toBe(2000);
});

test('six attempts fit into the first six seconds', () => {
  const total = Array.from({ length: 6 }, (_, n) => retryDelay(n)).reduce((a, b) => a + b, 0);
  expect(total).toBeLessThan(6000);
});
