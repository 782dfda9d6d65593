import { expect, test } from 'vitest';
import { formatElapsed } from './elapsed';

test.each([
  [-5000, '00:00'],
  [59_999, '00:59'],
  [61_000, '01:01'],
  [3_600_000, '1:00:00'],
  [36_061_000, '10:01:01'],
])('%i ms is %s', (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});
