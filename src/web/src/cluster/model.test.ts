import { describe, expect, test } from 'vitest';
import type { EnrolmentDto } from '../protocol/http';
import { enrolmentsInOrder, fullness, isLastActive, joinCommand, keyWords, placesOf, qualityOf, regionsOf, waysOf } from './model';
import { cluster, link, node } from './testing/samples';

test('nodes stand in their regions, those without one at the end', () => {
  const regions = regionsOf([node('a'), node('b', 'south'), node('c', 'north'), node('d', 'south')]);
  expect(regions.map(region => [region.name, region.nodes.map(one => one.node)])).toEqual([['north', ['c']], ['south', ['b', 'd']], ['', ['a']]]);
});

test('the map shows regions, and nodes where there is one region only', () => {
  expect(placesOf([node('a', 'north'), node('b', 'north')])).toMatchObject({ level: 'nodes', places: [{ id: 'a' }, { id: 'b' }] });
  expect(placesOf([node('a', 'north'), node('b', 'north'), node('c')])).toMatchObject({
    level: 'regions', places: [{ id: 'north', nodes: 2, sessions: 4, load: 0.1 }, { id: '', nodes: 1 }],
  });
});

test('a region takes calls while one of its nodes does', () => {
  const states = (...nodes: Parameters<typeof placesOf>[0]) => placesOf([...nodes, node('z', 'other')]).places[0]!.state;
  expect(states(node('a', 'north', 'silent'), node('b', 'north'))).toBe('active');
  expect(states(node('a', 'north', 'silent'), node('b', 'north', 'draining'))).toBe('draining');
  expect(states(node('a', 'north', 'silent'))).toBe('silent');
});

describe('links between places', () => {
  const nodes = [node('a', 'north'), node('b', 'north'), node('c', 'south'), node('d', 'west')];

  test('are taken together by pair, and links inside a place are left out', () => {
    const ways = waysOf(cluster(nodes, [
      link('a', 'b'), link('a', 'c', { roundTripMs: 20, lossInPercent: 0.5 }), link('b', 'c', { roundTripMs: 30, lossOutPercent: 0.2 }),
    ]), 'regions');
    expect(ways).toEqual([{ from: 'north', to: 'south', roundTripMs: 25, lossPercent: 0.5, quality: 'good', state: 'up', links: 2, silent: 0 }]);
  });

  test('come worst first, and one that is silent does not hide one that works', () => {
    const ways = waysOf(cluster(nodes, [link('a', 'd'), link('a', 'c', { state: 'silent' }), link('b', 'c')]), 'regions');
    expect(ways.map(way => [way.from, way.to, way.quality, way.state, way.silent]))
      .toEqual([['north', 'south', 'bad', 'up', 1], ['north', 'west', 'good', 'up', 0]]);
  });

  test('to a relay that is not listed are left out', () => {
    expect(waysOf(cluster(nodes, [link('a', 'gone')]), 'nodes')).toEqual([]);
  });

  test('that nobody measured say so', () => {
    const way = waysOf(cluster(nodes, [link('a', 'c', { state: 'connecting', roundTripMs: null, lossInPercent: null, lossOutPercent: null })]), 'nodes')[0];
    expect(way).toMatchObject({ roundTripMs: null, lossPercent: null, state: 'connecting', quality: 'fair' });
  });
});

test.each([
  [{}, 'good'],
  [{ lossInPercent: 1 }, 'fair'],
  [{ lossOutPercent: 5 }, 'bad'],
  [{ roundTripMs: 150 }, 'fair'],
  [{ roundTripMs: 300 }, 'bad'],
  [{ state: 'connecting' as const }, 'fair'],
  [{ state: 'silent' as const }, 'bad'],
])('a link with %o is %s', (more, quality) => {
  expect(qualityOf(link('a', 'b', more))).toBe(quality);
});

test('load is calm, busy, full', () => {
  expect([0, 0.59, 0.6, 0.84, 0.85, 1].map(fullness)).toEqual(['calm', 'calm', 'busy', 'busy', 'full', 'full']);
});

test('the last node that takes calls is known', () => {
  const [a, b] = [node('a'), node('b', '', 'draining')];
  expect(isLastActive(cluster([a, b]), a)).toBe(true);
  expect(isLastActive(cluster([a, b]), b)).toBe(false);
  expect(isLastActive(cluster([a, node('c')]), a)).toBe(false);
});

describe('enrolments', () => {
  const node = (name: string, state: EnrolmentDto['state']): EnrolmentDto => ({
    keyId: `key-of-${name}`, node: name, state, address: '192.0.2.7', via: '', fingerprints: {}, askedAt: '2026-01-01T08:00:00Z', decidedAt: null, isJoined: false,
  });

  test('shows those that wait first, and those that were revoked last', () => {
    const nodes = [node('b', 'revoked'), node('d', 'enrolled'), node('c', 'waiting'), node('a', 'enrolled')];
    expect(enrolmentsInOrder(nodes).map(one => one.node)).toEqual(['c', 'a', 'd', 'b']);
  });

  test('writes keys in groups that people can compare', () => {
    expect(keyWords('abcdefghijklmnopqrstuvwxyz0123456789')).toBe('abcd efgh ijkl mnop qrst uvwx');
    expect(keyWords('')).toBe('');
  });

  test('puts the code into the command', () => {
    expect(joinCommand('https://192.0.2.1:8443', 'AAAAA-BBBBB')).toContain('--join https://192.0.2.1:8443 --code AAAAA-BBBBB');
  });
});
