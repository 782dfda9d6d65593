import { describe, expect, test } from 'vitest';
import { fitGrid } from './grid';

const areas = [
  { name: 'desktop', width: 1424, height: 740 },
  { name: 'desktop with chat', width: 1050, height: 740 },
  { name: 'standing phone', width: 374, height: 620 },
  { name: 'lying phone', width: 800, height: 280 },
];

describe.each(areas)('$name', ({ width, height }) => {
  test.each(Array.from({ length: 16 }, (_, i) => i + 1))('%i people fit without overflow and stay readable', count => {
    const grid = fitGrid(count, width, height);
    expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
    expect(grid.columns * grid.tileWidth + (grid.columns - 1) * 8).toBeLessThanOrEqual(width);
    expect(grid.rows * grid.tileHeight + (grid.rows - 1) * 8).toBeLessThanOrEqual(height);
    expect(grid.tileWidth).toBeGreaterThanOrEqual(80);
    expect(grid.tileHeight).toBeGreaterThanOrEqual(60);
    const shape = grid.tileWidth / grid.tileHeight;
    expect(shape).toBeGreaterThan(width > height ? 1.3 : 0.7);
    expect(shape).toBeLessThan(1.82);
  });
});

test('two people sit side by side on a desktop and above each other on a phone', () => {
  expect(fitGrid(2, 1424, 740).columns).toBe(2);
  expect(fitGrid(2, 374, 620).columns).toBe(1);
});

test('sixteen on a desktop make a four by four', () => {
  expect(fitGrid(16, 1424, 740)).toMatchObject({ columns: 4, rows: 4 });
});

test('an area that is not measured yet gives an empty tile, not a crash', () => {
  expect(fitGrid(3, 0, 0)).toMatchObject({ tileWidth: 0, tileHeight: 0 });
  expect(fitGrid(0, 100, 100).rows).toBe(1);
});
