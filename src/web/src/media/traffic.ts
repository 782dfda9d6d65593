/** What the statistics of W3C WebRTC Stats have in common here; browsers differ in which of them they give. */
interface Counted {
  type: string;
  bytesReceived?: number;
}

/**
 * Bytes that came in over the connection, RTP and RTCP together. The transport counts them; a browser without transport statistics
 * counts by candidate pair.
 */
export function receivedBytes(report: Iterable<[string, unknown]> | RTCStatsReport): number | null {
  const sums = new Map<string, number>();
  for (const [, one] of report as Iterable<[string, Counted]>) {
    if (one.bytesReceived !== undefined) sums.set(one.type, (sums.get(one.type) ?? 0) + one.bytesReceived);
  }
  return sums.get('transport') ?? sums.get('candidate-pair') ?? null;
}
