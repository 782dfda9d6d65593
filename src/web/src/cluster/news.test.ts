import { expect, test } from 'vitest';
import { newsOf } from './news';
import { cluster, node } from './testing/samples';

test('the first reading is no news', () => {
  expect(newsOf(null, cluster([node('a')]))).toEqual([]);
});

test('nodes that came, left and changed are told', () => {
  const before = cluster([node('a'), node('b'), node('c'), node('d', '', 'silent')]);
  const after = cluster([node('a', '', 'draining'), node('c', '', 'silent'), node('d'), node('e')]);
  expect(newsOf(before, after)).toEqual([
    { kind: 'left', node: 'b' }, { kind: 'draining', node: 'a' }, { kind: 'silent', node: 'c' }, { kind: 'active', node: 'd' }, { kind: 'joined', node: 'e' },
  ]);
});

test('a node that drained empty is told once', () => {
  const full = cluster([node('a', '', 'draining')]);
  const empty = cluster([node('a', '', 'draining', { isEmpty: true })]);
  expect(newsOf(full, empty)).toEqual([{ kind: 'empty', node: 'a' }]);
  expect(newsOf(empty, empty)).toEqual([]);
  expect(newsOf(cluster([node('a')]), empty)).toEqual([{ kind: 'empty', node: 'a' }]);
});

test('who is not listed because there are too many has not left', () => {
  const whole = cluster([node('a'), node('b')]);
  const part = { ...cluster([node('a')]), totals: whole.totals };
  expect(newsOf(whole, part)).toEqual([]);
  expect(newsOf(part, whole)).toEqual([]);
});
