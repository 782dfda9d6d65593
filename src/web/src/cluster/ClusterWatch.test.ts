import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api/http';
import type { ClusterDto } from '../protocol/http';
import { ClusterWatch } from './ClusterWatch';
import { cluster, node } from './testing/samples';

let answer: () => Promise<ClusterDto>;
let hidden: boolean;
let asked: number;
let watch: ClusterWatch;

beforeEach(() => {
  vi.useFakeTimers();
  answer = () => Promise.resolve(cluster([node('a')]));
  hidden = false;
  asked = 0;
  watch = new ClusterWatch(() => { asked++; return answer(); }, () => hidden);
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const lost = () => Promise.reject(new ApiError('network.unreachable', 0, 'no answer'));

test('it asks at once and then every second', async () => {
  watch.start();
  await pass(0);
  expect(watch.state.get()).toMatchObject({ live: true, error: null, cluster: { nodes: [{ node: 'a' }] } });
  await pass(3000);
  expect(asked).toBe(4);
});

test('without answers the last figures stay and are no longer live', async () => {
  watch.start();
  await pass(0);
  answer = lost;
  await pass(2000);
  expect(watch.state.get()).toMatchObject({ live: true, error: 'network.unreachable' });
  await pass(1000);
  expect(watch.state.get()).toMatchObject({ live: false, cluster: { nodes: [{ node: 'a' }] } });

  answer = () => Promise.resolve(cluster([node('a'), node('b')]));
  await pass(1000);
  expect(watch.state.get()).toMatchObject({ live: true, error: null, news: [{ kind: 'joined', node: 'b' }] });
});

test('a question that hangs is asked anew, and its late answer counts no more', async () => {
  let late: (value: ClusterDto) => void = () => undefined;
  answer = () => new Promise(done => { late = done; });
  watch.start();
  await pass(4000);
  expect(asked).toBe(1);
  const first = late;
  await pass(1000);
  expect(asked).toBe(2);
  first(cluster([node('old')]));
  await pass(0);
  expect(watch.state.get().cluster).toBeNull();
});

test('a page that nobody looks at asks nothing and has lost nothing', async () => {
  watch.start();
  await pass(0);
  hidden = true;
  await pass(60_000);
  expect(asked).toBe(1);
  expect(watch.state.get().live).toBe(true);
  hidden = false;
  watch.shown();
  expect(watch.state.get().live).toBe(true);
  await pass(0);
  expect(asked).toBe(2);
});

test('what was just done is asked for at once, also while a question is out', async () => {
  watch.start();
  await pass(0);
  let late: (value: ClusterDto) => void = () => undefined;
  answer = () => new Promise(done => { late = done; });
  await pass(1000);
  const before = late;
  answer = () => Promise.resolve(cluster([node('a', '', 'draining')]));
  watch.askNow();
  await pass(0);
  before(cluster([node('a')]));
  await pass(0);
  expect(watch.state.get().cluster!.nodes[0]!.state).toBe('draining');
});

test('news are kept, the newest first, the oldest dropped', async () => {
  watch.start();
  await pass(0);
  for (let i = 0; i < 30; i++) {
    answer = () => Promise.resolve(cluster([node('a', '', i % 2 === 0 ? 'draining' : 'active')]));
    await pass(1000);
  }
  const { news } = watch.state.get();
  expect(news).toHaveLength(20);
  expect(news[0]).toMatchObject({ kind: 'active', node: 'a' });
  expect(new Set(news.map(one => one.id)).size).toBe(20);
});

test('once stopped it asks no more, and can be started again', async () => {
  watch.start();
  await pass(0);
  watch.stop();
  await pass(10_000);
  expect(asked).toBe(1);
  watch.start();
  await pass(0);
  expect(asked).toBe(2);
});
