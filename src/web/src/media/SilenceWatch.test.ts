import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SilenceWatch } from './SilenceWatch';

let bytes: number | null = 0;
let flowing = true;
let watching = true;
let doubtful = true;
let heard = 0;
let questions = 0;
let helped = true;
let silences: number[] = [];
let time = 0;
let watch: SilenceWatch;

beforeEach(() => {
  vi.useFakeTimers();
  [bytes, flowing, watching, doubtful, heard, questions, helped, silences, time] = [0, true, true, true, 0, 0, true, [], 0];
  watch = new SilenceWatch({
    received: () => Promise.resolve(bytes),
    watching: () => watching,
    doubtful: () => doubtful,
    onQuiet: () => { questions++; },
    onFlow: () => { heard++; },
    onSilence: () => { silences.push(time); return helped; },
    now: () => time,
  });
  watch.restart();
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

async function pass(milliseconds: number): Promise<void> {
  for (let step = 0; step < milliseconds; step += 50) {
    time += 50;
    if (flowing && bytes !== null) bytes += 1000;
    await vi.advanceTimersByTimeAsync(50);
  }
}

test('a steady flow is never silence', async () => {
  await pass(60_000);
  expect(silences).toEqual([]);
  expect(heard).toBeGreaterThan(500);
});

test('with signalling down silence is seen after 300 ms, and told once', async () => {
  await pass(1000);
  flowing = false;
  await pass(200);
  expect(silences).toEqual([]);
  await pass(250);
  expect(silences).toHaveLength(1);
  await pass(10_000);
  expect(silences).toHaveLength(1);
});

test('silence that nothing can be done about is told until something can', async () => {
  await pass(1000);
  flowing = false;
  helped = false;
  await pass(1000);
  expect(silences.length).toBeGreaterThan(3);
  helped = true;
  await pass(200);
  const told = silences.length;
  await pass(1000);
  expect(silences).toHaveLength(told);
});

test('a gap of a quarter of a second is none', async () => {
  for (let n = 0; n < 20; n++) {
    flowing = true;
    await pass(300);
    flowing = false;
    await pass(250);
  }
  expect(silences).toEqual([]);
});

test('with signalling up the server has more time to tell', async () => {
  doubtful = false;
  await pass(3000);
  flowing = false;
  await pass(1000);
  expect(silences).toEqual([]);
  await pass(1000);
  expect(silences).toHaveLength(1);
});

test('a quiet moment is worth one question, and the next one another', async () => {
  doubtful = false;
  for (let n = 1; n <= 3; n++) {
    flowing = true;
    await pass(2000);
    expect(questions).toBe(n - 1);
    flowing = false;
    await pass(1000);
    expect(questions).toBe(n);
  }
  expect(silences).toEqual([]);
});

test('when signalling is lost the looks come faster at once', async () => {
  doubtful = false;
  await pass(3000);
  flowing = false;
  doubtful = true;
  watch.hurry();
  await pass(450);
  expect(silences).toHaveLength(1);
});

test('what never flowed cannot fall silent', async () => {
  flowing = false;
  await pass(10_000);
  expect(silences).toEqual([]);
});

test('what was promised and never came is silence, whatever the pace', async () => {
  doubtful = false;
  flowing = false;
  watch.restart(700);
  await pass(600);
  expect(silences).toEqual([]);
  await pass(300);
  expect(silences).toHaveLength(1);
  await pass(10_000);
  expect(silences).toHaveLength(1);
});

test('what was promised and came is watched as ever', async () => {
  doubtful = false;
  watch.restart(700);
  await pass(1000);
  flowing = false;
  await pass(1200);
  expect(silences).toEqual([]);
  await pass(800);
  expect(silences).toHaveLength(1);
});

test('while nothing is expected there is no silence, and counting starts anew afterwards', async () => {
  await pass(1000);
  watching = false;
  flowing = false;
  await pass(5000);
  watching = true;
  await pass(5000);
  expect(silences).toEqual([]);
});

test('a browser that does not count bytes never reports silence', async () => {
  bytes = null;
  await pass(5000);
  expect(silences).toEqual([]);
  expect(heard).toBeGreaterThan(0);
});

test('a page that was asleep has not heard silence', async () => {
  await pass(1000);
  flowing = false;
  time += 3_600_000;
  await vi.advanceTimersByTimeAsync(100);
  expect(silences).toEqual([]);
});
