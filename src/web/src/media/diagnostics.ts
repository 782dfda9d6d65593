import type { SlotDto } from '../protocol/hub';
import type { Peer } from './Peer';

/** What `window.__consult.stats()` tells; read-only, without names or words of anybody. */
export interface Diagnostics {
  /** Pictures decoded so far in each receive slot, by mid. */
  framesDecodedByMid: Record<string, number>;
  /** Bytes of sound received in all slots together. */
  bytesReceivedAudio: number;
  /** Of the peer connection that is on the screen; `none` without one. */
  connectionState: RTCPeerConnectionState | 'none';
  terminalId: string | null;
  slots: SlotDto[];
}

export async function readDiagnostics(peer: Peer | null, terminalId: string | null, slots: SlotDto[]): Promise<Diagnostics> {
  const diagnostics: Diagnostics = {
    framesDecodedByMid: {}, bytesReceivedAudio: 0, connectionState: peer?.state ?? 'none', terminalId, slots,
  };
  const report = await peer?.getStats();
  report?.forEach((stat: RTCInboundRtpStreamStats) => {
    if (stat.type !== 'inbound-rtp') return;
    if (stat.kind === 'video' && stat.mid !== undefined) diagnostics.framesDecodedByMid[stat.mid] = stat.framesDecoded ?? 0;
    if (stat.kind === 'audio') diagnostics.bytesReceivedAudio += stat.bytesReceived ?? 0;
  });
  return diagnostics;
}
