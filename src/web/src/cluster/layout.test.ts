import { describe, expect, test } from 'vitest';
import { layOut, type MapLayout } from './layout';

const labelWidth = 130;
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const all = (ids: string[]) => ids.flatMap((from, index) => ids.slice(index + 1).map(to => ({ from, to, labelWidth })));

function rectangles(layout: MapLayout) {
  const labels = layout.lines.flatMap(line => (line.label === null ? [] : [{ ...line.label, width: labelWidth, height: 24 }]));
  return [...layout.boxes, ...labels];
}

describe.each([1, 2, 3, 4, 5, 6, 8, 12])('%i places on a desk', count => {
  const ids = names(count);
  const layout = layOut(ids, all(ids), 1350, 460)!;

  test('fit, in their order, with a line for every link', () => {
    expect(layout.boxes.map(box => box.id)).toEqual(ids);
    expect(layout.lines).toHaveLength(all(ids).length);
  });

  test('never cover each other, nor do labels', () => {
    const things = rectangles(layout);
    for (const [index, one] of things.entries()) {
      expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width / 2).toBeLessThanOrEqual(1350);
      expect(one.y - one.height / 2).toBeGreaterThanOrEqual(0);
      expect(one.y + one.height / 2).toBeLessThanOrEqual(460);
      for (const other of things.slice(index + 1)) {
        const apart = Math.abs(one.x - other.x) >= (one.width + other.width) / 2 || Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
        expect(apart).toBe(true);
      }
    }
  });
});

test('up to five places every link has its label', () => {
  for (const count of [2, 3, 4, 5]) {
    const ids = names(count);
    expect(layOut(ids, all(ids), 1350, count === 2 ? 130 : count < 5 ? 300 : 460)!.lines.filter(line => line.label === null), `${count}`).toEqual([]);
  }
});

test('the first links get the labels where there is no room for all', () => {
  const ids = names(12);
  const across = { from: 'n0', to: 'n6', labelWidth };
  const lines = layOut(ids, [across, ...all(ids)], 1350, 460)!.lines;
  expect(lines[0]!.label).not.toBeNull();
  expect(lines.some(line => line.label === null)).toBe(true);
});

test('a link that wants no label takes no room', () => {
  const layout = layOut(['a', 'b'], [{ from: 'a', to: 'b', labelWidth: null }], 800, 200)!;
  expect(layout.lines[0]!.label).toBeNull();
});

test('lines end at the boxes', () => {
  const { boxes, lines } = layOut(['a', 'b'], [{ from: 'a', to: 'b', labelWidth }], 800, 200)!;
  const [a, b, line] = [boxes[0]!, boxes[1]!, lines[0]!];
  expect(line.x1).toBeCloseTo(a.x + a.width / 2);
  expect(line.x2).toBeCloseTo(b.x - b.width / 2);
  expect(line.y1).toBeCloseTo(100);
  expect(line.y2).toBeCloseTo(100);
});

test('a phone shows a few places and no picture of many', () => {
  expect(layOut(names(5), all(names(5)), 300, 420)!.boxes).toHaveLength(5);
  expect(layOut(names(20), [], 300, 420)).toBeNull();
});

test('before anything is measured there is no picture', () => {
  expect(layOut(names(3), [], 0, 380)).toBeNull();
});

test('links to places that are not there are left out', () => {
  expect(layOut(['a', 'b'], [{ from: 'a', to: 'c', labelWidth }], 800, 200)!.lines).toEqual([]);
});
