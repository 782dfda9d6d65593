import type { MediaSource, OfferReply, OfferRequest, ReplyOf, SlotDto } from '../protocol/hub';
import { passesByItself, refusalCode, type RefusalCode } from '../protocol/refusals';
import { AudioOutputs } from './AudioOutputs';
import { Peer } from './Peer';

export type MediaLinkPhase = 'idle' | 'connecting' | 'connected' | 'failed';

export interface MediaLinkOptions {
  /** Track of a source that is to be sent now, or null. */
  track(source: MediaSource): MediaStreamTrack | null;
  /** Throws when the hub is not there; entering again asks for a new offer anyway. */
  sendOffer(request: OfferRequest): Promise<ReplyOf<OfferReply>>;
  hubUp(): boolean;
  /** @param refusal why the relay did not take the offer; null otherwise. */
  onPhase(phase: MediaLinkPhase, refusal: RefusalCode | null): void;
  /** The shown connection or its slots changed. */
  onSlots(slots: SlotDto[]): void;
  onSoundBlocked(blocked: boolean): void;
}

/** Milliseconds an answered offer may take to flow before another is made; as much more after each one that came to nothing. */
const connectWithin = 6000;
/** Milliseconds of lost contact (no consent, RFC 7675) before a new offer; shorter gaps heal by themselves. */
const healWithin = 2500;
/** Milliseconds before an offer that could not be answered is made again. */
const offerAgainAfter = 1000;
/** After so many fruitless offers the people are told that media does not get through; we go on trying. */
const patience = 3;

/**
 * Keeps one live connection to the relay. Whoever asks for a new one gets it behind the old, which stays on the screen until
 * the new one flows. Offers never cross: one at a time, and a wish during an offer is kept for afterwards.
 */
export class MediaLink {
  private shown: Peer | null = null;
  private next: Peer | null = null;
  private spare: Peer | null = null;
  private wanted = false;
  private running = false;
  private stopped = false;
  private fruitless = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly outputs: AudioOutputs;

  constructor(private readonly options: MediaLinkOptions) {
    this.outputs = new AudioOutputs(blocked => options.onSoundBlocked(blocked));
  }

  /** Makes connection and offer ahead of time, so that joining waits for neither. */
  prepare(capacity: number): void {
    this.spare = this.takeSpare(capacity);
    void this.spare.offer().catch(() => undefined);
  }

  /** A fresh connection and offer. */
  renegotiate(capacity: number): void {
    this.wanted = true;
    if (!this.running && !this.stopped) void this.run(capacity);
  }

  /** Slots belong to the newest connection the relay has answered or is answering. */
  assign(slots: SlotDto[]): void {
    const peer = this.next ?? this.shown;
    if (peer === null) return;
    peer.slots = slots;
    if (peer === this.shown) this.publishSlots();
  }

  setTrack(source: MediaSource, track: MediaStreamTrack | null): void {
    for (const peer of [this.shown, this.next, this.spare]) void peer?.setTrack(source, track).catch(() => undefined);
  }

  streamOf(mid: string): MediaStream | null {
    return this.shown?.streamOf(mid) ?? null;
  }

  levelOf(mid: string): number | null {
    return this.shown?.levelOf(mid) ?? null;
  }

  get peer(): Peer | null {
    return this.shown;
  }

  /** Called from a click: browsers let sound start only then. */
  resumeSound(): void {
    this.outputs.resume();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const peer of [this.shown, this.next, this.spare]) peer?.close();
    this.shown = this.next = this.spare = null;
    this.outputs.clear();
  }

  private create(capacity: number): Peer {
    const peer = new Peer(capacity, (which, state) => this.onState(which, state));
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      const track = this.options.track(source);
      if (track !== null) void peer.setTrack(source, track);
    }
    return peer;
  }

  private takeSpare(capacity: number): Peer {
    const spare = this.spare;
    this.spare = null;
    if (spare?.capacity === capacity) return spare;
    spare?.close();
    return this.create(capacity);
  }

  private async run(capacity: number): Promise<void> {
    this.running = true;
    while (this.wanted && !this.stopped) {
      this.wanted = false;
      clearTimeout(this.timer);
      this.next?.close();
      const peer = this.takeSpare(capacity);
      this.next = peer;
      this.options.onPhase(this.fruitless >= patience ? 'failed' : 'connecting', null);
      const outcome = await this.attempt(peer);
      if (this.stopped) return;
      if (outcome === 'answered') {
        if (this.shown === null) this.promote(peer);
        this.timer = setTimeout(() => this.giveUpOn(peer), connectWithin * (1 + Math.min(this.fruitless, patience)));
      } else if (outcome === 'later') {
        await new Promise(resolve => setTimeout(resolve, offerAgainAfter));
        this.wanted = true;
      } else if (outcome !== 'lost') {
        this.options.onPhase('failed', outcome);
      }
    }
    this.running = false;
  }

  /** `lost`: the hub went away during the offer, and entering again brings another. A code: offering again would not help. */
  private async attempt(peer: Peer): Promise<'answered' | 'later' | 'lost' | RefusalCode> {
    let reply: ReplyOf<OfferReply>;
    try {
      const request = await peer.offer();
      reply = await this.options.sendOffer(request);
    } catch {
      return this.options.hubUp() ? 'later' : 'lost';
    }
    if (reply.value === null) {
      const code = refusalCode(reply.error?.code ?? '');
      return passesByItself(code) ? 'later' : code;
    }
    try {
      await peer.accept(reply.value.sdp);
      return 'answered';
    } catch {
      return 'browser.unsupported';
    }
  }

  private onState(peer: Peer, state: RTCPeerConnectionState): void {
    if (this.stopped || (peer !== this.shown && peer !== this.next)) return;
    if (state === 'connected') {
      if (peer === this.next) this.promote(peer);
      if (peer === this.shown && this.next === null) {
        clearTimeout(this.timer);
        this.fruitless = 0;
        this.options.onPhase('connected', null);
      }
    } else if (this.next === null || peer === this.next) {
      if (state === 'failed') this.giveUpOn(peer);
      if (state === 'disconnected') {
        this.options.onPhase('connecting', null);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.giveUpOn(peer), healWithin);
      }
    }
  }

  private giveUpOn(peer: Peer): void {
    if (peer.state === 'connected' || this.stopped || (peer !== this.next && (this.next !== null || peer !== this.shown))) return;
    this.fruitless++;
    this.renegotiate(peer.capacity);
  }

  private promote(peer: Peer): void {
    const old = this.shown;
    this.shown = peer;
    if (this.next === peer) this.next = null;
    if (old !== peer) old?.close();
    this.publishSlots();
  }

  private publishSlots(): void {
    const peer = this.shown;
    if (peer === null) return;
    this.outputs.play(peer.slots
      .filter(slot => slot.source === 'microphone' && slot.terminalId !== null)
      .flatMap(slot => peer.streamOf(slot.mid) ?? []));
    this.options.onSlots([...peer.slots]);
  }
}
