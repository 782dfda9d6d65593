import type { SlotDto } from '../protocol/hub';
import type { RelayState, TerminalMedia } from './TerminalMedia';

/** What `window.__consult.stats()` tells; read-only, without names or words of anybody. */
export interface Diagnostics extends RelayState {
  /** Pictures decoded so far in each receive slot, by mid. */
  framesDecodedByMid: Record<string, number>;
  /** Bytes of sound received in all slots together. */
  bytesReceivedAudio: number;
  /** Of the peer connection that is on the screen; `none` without one. */
  connectionState: RTCPeerConnectionState | 'none';
  terminalId: string | null;
  /** Of that connection, as far as the hub has named them. */
  slots: SlotDto[];
}

export async function readDiagnostics(media: TerminalMedia, terminalId: string | null): Promise<Diagnostics> {
  const { peer } = media.link;
  const diagnostics: Diagnostics = {
    framesDecodedByMid: {}, bytesReceivedAudio: 0, connectionState: peer?.state ?? 'none', terminalId, slots: [...peer?.slots ?? []],
    ...media.relays,
  };
  const report = await peer?.getStats();
  report?.forEach((stat: RTCInboundRtpStreamStats) => {
    if (stat.type !== 'inbound-rtp') return;
    if (stat.kind === 'video' && stat.mid !== undefined) diagnostics.framesDecodedByMid[stat.mid] = stat.framesDecoded ?? 0;
    if (stat.kind === 'audio') diagnostics.bytesReceivedAudio += stat.bytesReceived ?? 0;
  });
  return diagnostics;
}
