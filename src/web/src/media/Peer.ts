import type { MediaSource, OfferReply, OfferRequest, SlotDto } from '../protocol/hub';
import { preferredCodecs } from './codecs';
import { freeze, linger } from './frozen';
import { planOffer } from './slots';
import { receivedBytes } from './traffic';

/** Bits per second; the upper end of what one 720p camera needs. */
const cameraBitrate = 1_500_000;
/** Bits per second; text must stay sharp, motion may be slow. */
const screenBitrate = 2_500_000;
const screenFramerate = 15;

/** One peer connection to the relay and its one offer: three sending sections, then receive slots. */
export class Peer {
  /** Who is in which slot of this connection, as the hub last said; null until it has said so once. */
  slots: SlotDto[] | null = null;
  /** The relay at the other end; null until it has answered. */
  relayId: string | null = null;
  /** Told of every change of the connection's state; whoever keeps the peer sets it. */
  onState: ((peer: Peer, state: RTCPeerConnectionState) => void) | null = null;
  private readonly connection: RTCPeerConnection;
  private readonly sending = new Map<MediaSource, RTCRtpTransceiver>();
  private readonly streams = new Map<string, MediaStream>();
  /** No picture of it comes to the screen that was not there before. */
  private left = false;
  private prepared: Promise<OfferRequest> | null = null;

  constructor(readonly capacity: number) {
    this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.connection.addEventListener('connectionstatechange', () => this.onState?.(this, this.connection.connectionState));
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

  async accept(reply: OfferReply): Promise<void> {
    this.relayId = reply.relayId;
    await this.connection.setRemoteDescription({ type: 'answer', sdp: reply.sdp });
  }

  /** Null stops sending; no further negotiation is needed either way. */
  async setTrack(source: MediaSource, track: MediaStreamTrack | null): Promise<void> {
    if (this.connection.signalingState !== 'closed') await this.sending.get(source)?.sender.replaceTrack(track);
  }

  /** The stream of one receive slot; the same object for the life of the connection. */
  streamOf(mid: string): MediaStream | null {
    const known = this.streams.get(mid);
    if (known !== undefined) return known;
    // What was not on the screen before has no frame to keep.
    if (this.left) return null;
    const transceiver = this.connection.getTransceivers().find(one => one.mid === mid);
    if (transceiver === undefined) return null;
    const stream = new MediaStream([transceiver.receiver.track]);
    this.streams.set(mid, stream);
    return stream;
  }

  /** Its pictures go on where no other has taken their place; to be frozen a moment later. */
  linger(): void {
    this.left = true;
    for (const stream of this.streams.values()) linger(stream);
  }

  /** Its pictures stand still from now on; to be done before closing it. */
  freeze(): void {
    this.left = true;
    for (const stream of this.streams.values()) freeze(stream);
  }

  /** The streams of all sound slots, whoever may be in them. */
  soundStreams(): MediaStream[] {
    return this.connection.getTransceivers()
      .filter(one => one.direction === 'recvonly' && one.receiver.track.kind === 'audio')
      .flatMap(one => (one.mid === null ? [] : this.streamOf(one.mid) ?? []));
  }

  /** Loudness 0 to 1 of one sound slot from the packets themselves (RFC 6464); null when they do not say. */
  levelOf(mid: string): number | null {
    const transceiver = this.connection.getTransceivers().find(one => one.mid === mid);
    return transceiver?.receiver.getSynchronizationSources()[0]?.audioLevel ?? null;
  }

  /** A picture has come out of that slot. */
  shows(mid: string): boolean {
    const transceiver = this.connection.getTransceivers().find(one => one.mid === mid);
    return (transceiver?.receiver.getSynchronizationSources().length ?? 0) > 0;
  }

  /** Sound or a picture has come out of some slot within the last so many milliseconds. */
  flows(within: number): boolean {
    return this.connection.getTransceivers().some(one =>
      one.direction === 'recvonly' && one.receiver.getSynchronizationSources().some(source => ageOf(source.timestamp) <= within));
  }

  getStats(): Promise<RTCStatsReport> {
    return this.connection.getStats();
  }

  /** Bytes of media and its feedback received so far; null when the browser does not tell. */
  async received(): Promise<number | null> {
    return receivedBytes(await this.connection.getStats());
  }

  close(): void {
    this.onState = null;
    this.connection.close();
  }

  private addSection(kind: 'audio' | 'video', direction: 'sendonly' | 'recvonly', sendEncodings?: RTCRtpEncodingParameters[]) {
    const transceiver = this.connection.addTransceiver(kind, sendEncodings === undefined ? { direction } : { direction, sendEncodings });
    const capabilities = direction === 'sendonly' ? RTCRtpSender.getCapabilities(kind) : RTCRtpReceiver.getCapabilities(kind);
    try {
      transceiver.setCodecPreferences(preferredCodecs(kind, direction, capabilities?.codecs ?? []));
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

/** Browsers count either from the start of the page or from 1970 (WebRTC §5.4, errata); no page is open for decades. */
function ageOf(timestamp: number): number {
  const now = performance.now();
  return timestamp > performance.timeOrigin / 2 ? performance.timeOrigin + now - timestamp : now - timestamp;
}

function encodingsOf(source: MediaSource): RTCRtpEncodingParameters[] | undefined {
  switch (source) {
    case 'camera': return [{ maxBitrate: cameraBitrate }];
    case 'screen': return [{ maxBitrate: screenBitrate, maxFramerate: screenFramerate }];
    case 'microphone': return undefined;
  }
}
