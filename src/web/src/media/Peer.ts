import type { MediaSource, OfferRequest, SlotDto } from '../protocol/hub';
import { preferredCodecs } from './codecs';
import { planOffer } from './slots';

/** Bits per second; the upper end of what one 720p camera needs. */
const cameraBitrate = 1_500_000;
/** Bits per second; text must stay sharp, motion may be slow. */
const screenBitrate = 2_500_000;
const screenFramerate = 15;

/** One peer connection to the relay and its one offer: three sending sections, then receive slots. */
export class Peer {
  /** Who is in which slot of this connection, as the hub last said. */
  slots: SlotDto[] = [];
  private readonly connection: RTCPeerConnection;
  private readonly sending = new Map<MediaSource, RTCRtpTransceiver>();
  private readonly streams = new Map<string, MediaStream>();
  private prepared: Promise<OfferRequest> | null = null;

  constructor(readonly capacity: number, onState: (peer: Peer, state: RTCPeerConnectionState) => void) {
    this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.connection.addEventListener('connectionstatechange', () => onState(this, this.connection.connectionState));
    const plan = planOffer(capacity);
    for (const { source, kind } of plan.sending) {
      this.sending.set(source, this.addSection(kind, 'sendonly', encodingsOf(source)));
    }
    for (let n = 0; n < plan.audioSlots; n++) this.addSection('audio', 'recvonly');
    for (let n = 0; n < plan.videoSlots; n++) this.addSection('video', 'recvonly');
  }

  get state(): RTCPeerConnectionState {
    return this.connection.connectionState;
  }

  /** Makes the offer once; candidates are not waited for, since the relay answers to whatever address asks (ICE-lite). */
  offer(): Promise<OfferRequest> {
    this.prepared ??= this.describe();
    return this.prepared;
  }

  async accept(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp });
  }

  /** Null stops sending; no further negotiation is needed either way. */
  async setTrack(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    if (this.connection.signalingState !== 'closed') await this.sending.get(source)?.sender.replaceTrack(track);
  }

  /** The stream of one receive slot; the same object for the life of the connection. */
  streamOf(mid: string): MediaStream | null {
    const known = this.streams.get(mid);
    if (known !== undefined) return known;
    const transceiver = this.connection.getTransceivers().find(one => one.mid === mid);
    if (transceiver === undefined) return null;
    const stream = new MediaStream([transceiver.receiver.track]);
    this.streams.set(mid, stream);
    return stream;
  }

  /** Loudness 0 to 1 of one sound slot from the packets themselves (RFC 6464); null when they do not say. */
  levelOf(mid: string): number | null {
    const transceiver = this.connection.getTransceivers().find(one => one.mid === mid);
    return transceiver?.receiver.getSynchronizationSources()[0]?.audioLevel ?? null;
  }

  getStats(): Promise<RTCStatsReport> {
    return this.connection.getStats();
  }

  close(): void {
    this.connection.close();
  }

  private addSection(kind: 'audio' | 'video', direction: 'sendonly' | 'recvonly', sendEncodings?: RTCRtpEncodingParameters[]) {
    const transceiver = this.connection.addTransceiver(kind, sendEncodings === undefined ? { direction } : { direction, sendEncodings });
    const capabilities = direction === 'sendonly' ? RTCRtpSender.getCapabilities(kind) : RTCRtpReceiver.getCapabilities(kind);
    try {
      transceiver.setCodecPreferences(preferredCodecs(kind, capabilities?.codecs ?? []));
    } catch {
      // A browser that cannot order its codecs offers them all; the relay picks.
    }
    return transceiver;
  }

  private async describe(): Promise<OfferRequest> {
    await this.connection.setLocalDescription();
    const sources: Record<string, MediaSource> = {};
    for (const [source, transceiver] of this.sending) {
      if (transceiver.mid !== null) sources[transceiver.mid] = source;
    }
    return { sdp: this.connection.localDescription?.sdp ?? '', sources, roundTrips: null, region: null };
  }
}

function encodingsOf(source: MediaSource): RTCRtpEncodingParameters[] | undefined {
  switch (source) {
    case 'camera': return [{ maxBitrate: cameraBitrate }];
    case 'screen': return [{ maxBitrate: screenBitrate, maxFramerate: screenFramerate }];
    case 'microphone': return undefined;
  }
}
