import type { ProbeDto } from '../protocol/hub';

/** Milliseconds between looks at what has been answered. */
const lookEvery = 40;
/** Answers after which another would hardly be quicker. */
const answersEnough = 3;
/** Browsers count whole milliseconds; a relay beside us is not at no distance. */
const leastRoundTrip = 0.5;

/** Higher than any reflexive or relayed candidate could have (RFC 8445 §5.1.2.1, type preference of a host). */
const hostPriority = 2_130_706_431;

/** Of nobody: no DTLS is ever done on a probe. */
const noFingerprint = Array.from({ length: 32 }, () => '00').join(':');

/**
 * Measures the round trip to relays by ICE checks, all at the same time; milliseconds by relay id. Relays that do not answer in time are
 * missing. Never fails.
 * @param within milliseconds for all of it.
 */
export async function measureRoundTrips(tickets: readonly ProbeDto[], within: number): Promise<Record<string, number>> {
  const measured = await Promise.all(tickets.map(async ticket => {
    try {
      return [ticket.relayId, await measure(ticket, within)] as const;
    } catch {
      // A ticket that cannot be read, or a browser that does not count: the relay is placed by its region.
      return [ticket.relayId, null] as const;
    }
  }));
  return Object.fromEntries(measured.filter((one): one is [string, number] => one[1] !== null));
}

/**
 * What an ICE-lite relay would answer to an offer of one data channel. It claims the active part in DTLS (RFC 8842 §5.3), so that the
 * browser waits for a handshake that never comes, and sends nothing but checks.
 */
export function answerOf(ticket: ProbeDto, mid: string): string {
  const lines = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mid}`, 'a=ice-lite',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', `a=mid:${mid}`,
    `a=ice-ufrag:${ticket.userFragment}`, `a=ice-pwd:${ticket.password}`, `a=fingerprint:sha-256 ${noFingerprint}`, 'a=setup:active',
    'a=sctp-port:5000',
    ...ticket.candidates.map((candidate, index) => {
      const colon = candidate.lastIndexOf(':');
      const address = candidate.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
      return `a=candidate:${index + 1} 1 udp ${hostPriority - index} ${address} ${candidate.slice(colon + 1)} typ host`;
    }),
    'a=end-of-candidates',
  ];
  return lines.map(line => `${line}\r\n`).join('');
}

async function measure(ticket: ProbeDto, within: number): Promise<number | null> {
  const until = performance.now() + within;
  const connection = new RTCPeerConnection();
  try {
    connection.createDataChannel('');
    await connection.setLocalDescription();
    await connection.setRemoteDescription({ type: 'answer', sdp: answerOf(ticket, '0') });
    let best: number | null = null;
    while (performance.now() < until) {
      await new Promise(resolve => setTimeout(resolve, Math.min(lookEvery, Math.max(0, until - performance.now()))));
      const { milliseconds, answers } = bestRoundTrip(await connection.getStats());
      if (milliseconds !== null) best = Math.min(best ?? milliseconds, milliseconds);
      if (answers >= answersEnough) break;
    }
    return best;
  } finally {
    connection.close();
  }
}

/** The quickest way that checks have been answered on, and how many answers came in all (W3C WebRTC Stats, RTCIceCandidatePairStats). */
function bestRoundTrip(report: RTCStatsReport): { milliseconds: number | null; answers: number } {
  let milliseconds: number | null = null;
  let answers = 0;
  report.forEach((one: RTCIceCandidatePairStats) => {
    const received = one.type === 'candidate-pair' ? one.responsesReceived ?? 0 : 0;
    if (received === 0) return;
    answers += received;
    const mean = (one.totalRoundTripTime ?? Infinity) / received;
    const quick = 1000 * Math.min(mean, one.currentRoundTripTime ?? Infinity);
    if (Number.isFinite(quick)) milliseconds = Math.min(milliseconds ?? Infinity, Math.max(leastRoundTrip, quick));
  });
  return { milliseconds, answers };
}
