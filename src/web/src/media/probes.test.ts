import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProbeDto } from '../protocol/hub';
import { answerOf, measureRoundTrips } from './probes';

const ticket = (relayId: string, candidates = ['192.0.2.1:7000']): ProbeDto =>
  ({ relayId, candidates, userFragment: `frag-${relayId}`, password: 'a-password-of-22-chars' });
const pair = (responsesReceived: number, totalRoundTripTime: number, currentRoundTripTime: number) =>
  ({ type: 'candidate-pair', responsesReceived, totalRoundTripTime, currentRoundTripTime });

/** What each relay's checks have come to, look by look; the last stays. */
let looks: Record<string, object[][]> = {};
let closed = 0;
let opened = 0;

beforeEach(() => {
  vi.useFakeTimers();
  looks = {};
  closed = opened = 0;
  vi.stubGlobal('RTCPeerConnection', class {
    private relay = '';
    private look = 0;

    constructor() { opened++; }
    createDataChannel(): void {}
    setLocalDescription(): Promise<void> { return Promise.resolve(); }
    setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
      this.relay = /a=ice-ufrag:frag-(\S+)/.exec(sdp)![1]!;
      return this.relay === 'bad' ? Promise.reject(new Error('refused')) : Promise.resolve();
    }
    getStats(): Promise<Map<string, object>> {
      const all = looks[this.relay] ?? [];
      const now = all[Math.min(this.look++, all.length - 1)] ?? [];
      return Promise.resolve(new Map(now.map((one, index) => [String(index), one])));
    }
    close(): void { closed++; }
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function measured(...tickets: ProbeDto[]): Promise<Record<string, number>> {
  const result = measureRoundTrips(tickets, 400);
  await vi.advanceTimersByTimeAsync(400);
  return result;
}

test('the best of a few answers counts, on the quickest way', async () => {
  looks['a'] = [[], [pair(1, 0.03, 0.03)], [pair(2, 0.042, 0.012), pair(1, 0.05, 0.05)], [pair(3, 0.08, 0.04)]];
  expect(await measured(ticket('a'))).toEqual({ a: 12 });
});

test('relays are measured at the same time, and those that do not answer are missing', async () => {
  looks['a'] = [[pair(3, 0.06, 0.02)]];
  looks['b'] = [[pair(0, 0, 0)]];
  expect(await measured(ticket('a'), ticket('b'), ticket('c'))).toEqual({ a: 20 });
  expect([opened, closed]).toEqual([3, 3]);
});

test('a relay whose ticket the browser does not take fails nothing', async () => {
  looks['a'] = [[pair(3, 0.06, 0.02)]];
  expect(await measured(ticket('bad'), ticket('a'))).toEqual({ a: 20 });
  expect(closed).toBe(2);
});

test('a relay beside us is near, not nowhere', async () => {
  looks['a'] = [[pair(3, 0, 0)]];
  expect(await measured(ticket('a'))).toEqual({ a: 0.5 });
});

test('the answer has credentials and addresses of the relay, and leaves the handshake to it', () => {
  const sdp = answerOf(ticket('a', ['192.0.2.1:7000', '[2001:db8::1]:7001']), '0');
  expect(sdp).toContain('a=ice-lite\r\n');
  expect(sdp).toContain('a=ice-ufrag:frag-a\r\na=ice-pwd:a-password-of-22-chars\r\n');
  expect(sdp).toContain('a=candidate:1 1 udp 2130706431 192.0.2.1 7000 typ host\r\n');
  expect(sdp).toContain('a=candidate:2 1 udp 2130706430 2001:db8::1 7001 typ host\r\n');
  expect(sdp).toContain('a=setup:active\r\n');
});
