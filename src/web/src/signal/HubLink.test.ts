import { HubConnectionState, type HubConnection } from '@microsoft/signalr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HubLink } from './HubLink';

/** A connection that stands, answers and dies when a test says so. */
class FakeHubConnection {
  state = HubConnectionState.Disconnected;
  starts = true;
  answers = true;
  readonly called: string[] = [];
  private readonly handlers = new Map<string, (body: unknown) => void>();
  private readonly waiting: ((error: Error) => void)[] = [];
  private closed: () => void = () => undefined;

  on(name: string, handler: (body: unknown) => void): void {
    this.handlers.set(name, handler);
  }

  onclose(handler: () => void): void {
    this.closed = handler;
  }

  async start(): Promise<void> {
    this.state = HubConnectionState.Connecting;
    await new Promise<void>((resolve, reject) => {
      this.waiting.push(reject);
      if (this.starts) resolve();
    });
    this.state = HubConnectionState.Connected;
  }

  /** A socket that is still connecting ends when it will, not when it is told to. */
  stop(): Promise<void> {
    if (this.state === HubConnectionState.Connecting) return new Promise(() => undefined);
    this.die();
    return Promise.resolve();
  }

  invoke(method: string): Promise<unknown> {
    this.called.push(method);
    if (this.state !== HubConnectionState.Connected) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      this.waiting.push(reject);
      if (this.answers) resolve({ error: null });
    });
  }

  say(name: string, body: unknown): void {
    this.handlers.get(name)?.(body);
  }

  die(): void {
    if (this.state === HubConnectionState.Disconnected) return;
    this.state = HubConnectionState.Disconnected;
    for (const reject of this.waiting) reject(new Error('closed'));
    this.closed();
  }
}

let connections: FakeHubConnection[] = [];
let starting = true;
let events: string[] = [];
let page: EventTarget;
let network: EventTarget;
let screen: EventTarget & { visibilityState: string };
let link: HubLink;

/** And what follows at once: a timer of no time that is set while time passes takes a millisecond. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await vi.advanceTimersByTimeAsync(1);
}

beforeEach(() => {
  vi.useFakeTimers();
  [connections, starting, events] = [[], true, []];
  page = new EventTarget();
  network = new EventTarget();
  screen = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', screen);
  vi.stubGlobal('navigator', { connection: network });
  link = new HubLink({
    url: '/hub', token: () => Promise.resolve('token'), onNotice: () => events.push('notice'), onSlots: () => events.push('slots'),
    onOfferAgain: () => undefined, onStandby: () => undefined, onMediaMoved: () => undefined,
    onUp: () => { events.push('up'); return Promise.resolve(); },
    onDown: () => events.push('down'), onFailure: failures => events.push(`failed ${failures}`),
  }, () => {
    const connection = new FakeHubConnection();
    connection.starts = starting;
    connections.push(connection);
    return connection as unknown as HubConnection;
  });
  link.start();
});
afterEach(() => {
  void link.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a lost connection is made anew at once', async () => {
  await pass(0);
  connections[0]!.die();
  await pass(0);
  expect(events).toEqual(['up', 'down', 'up']);
  expect(connections).toHaveLength(2);
  expect(link.up).toBe(true);
});

test('a check that is answered changes nothing', async () => {
  await pass(0);
  await link.check();
  await pass(60_000);
  expect(connections).toHaveLength(1);
  expect(connections[0]!.called).toEqual(['Ping']);
});

test('a connection that does not answer a check is left for a new one within a second', async () => {
  await pass(0);
  connections[0]!.answers = false;
  void link.check();
  await pass(700);
  expect(events).toEqual(['up']);
  await pass(100);
  expect(events).toEqual(['up', 'down', 'up']);
  expect(connections[0]!.state).toBe(HubConnectionState.Disconnected);
});

test.each([
  ['the network is back', () => page.dispatchEvent(new Event('online'))],
  ['the network is another one', () => network.dispatchEvent(new Event('change'))],
  ['the page comes back to the screen', () => screen.dispatchEvent(new Event('visibilitychange'))],
])('a dead connection is noticed within a second when %s', async (_, happens) => {
  await pass(0);
  connections[0]!.answers = false;
  happens();
  await pass(1000);
  expect(events).toEqual(['up', 'down', 'up']);
});

test('behind a call that waits for its answer a check has more patience', async () => {
  await pass(0);
  connections[0]!.answers = false;
  void link.call('Snapshot').catch(() => events.push('call lost'));
  void link.check();
  await pass(2900);
  expect(events).toEqual(['up']);
  await pass(100);
  expect(events).toContain('call lost');
  expect(connections).toHaveLength(2);
});

test('a server that is merely slow is not left again and again', async () => {
  await pass(0);
  for (let n = 0; n < 9; n++) {
    for (const one of connections) one.answers = false;
    void link.check();
    await pass(1000);
  }
  expect(connections).toHaveLength(2);
  await pass(2000);
  void link.check();
  await pass(1000);
  expect(connections).toHaveLength(3);
});

test('an attempt that hangs is left after five seconds, and one over the network before at once', async () => {
  await pass(0);
  starting = false;
  connections[0]!.die();
  await pass(5000);
  expect(events).toEqual(['up', 'down', 'failed 1']);
  await pass(300);
  expect(connections).toHaveLength(3);
  starting = true;
  page.dispatchEvent(new Event('online'));
  await pass(600);
  expect(connections).toHaveLength(4);
  expect(link.up).toBe(true);
});

test('what a connection says after it was left is not heard', async () => {
  await pass(0);
  connections[0]!.die();
  await pass(0);
  events = [];
  connections[0]!.say('Slots', []);
  connections[1]!.say('Slots', []);
  expect(events).toEqual(['slots']);
});

test('a call without a connection fails at once', async () => {
  starting = false;
  await pass(0);
  connections[0]!.die();
  await pass(0);
  await expect(link.call('Ping')).rejects.toThrow();
});

test('a stopped link makes no further connection', async () => {
  await pass(0);
  await link.stop();
  await pass(60_000);
  expect(connections).toHaveLength(1);
  expect(events).toEqual(['up']);
});
