import type { MediaSource, OfferReply, OfferRequest, ReplyOf, SlotDto } from '../protocol/hub';
import { passesByItself, refusalCode, type RefusalCode } from '../protocol/refusals';
import { Handover } from './Handover';
import { Peer } from './Peer';
import type { Presentation } from './Presentation';
import { connectWithin, healWithin } from './patience';

export type MediaLinkPhase = 'idle' | 'connecting' | 'connected' | 'failed';

export interface MediaLinkOptions {
  /** Track of a source that is to be sent now, or null. */
  track(source: MediaSource): MediaStreamTrack | null;
  /** Throws when the hub is not there; entering again asks for a new offer anyway. */
  sendOffer(request: OfferRequest): Promise<ReplyOf<OfferReply>>;
  hubUp(): boolean;
  /** @param refusal why the relay did not take the offer; null otherwise. */
  onPhase(phase: MediaLinkPhase, refusal: RefusalCode | null): void;
  /** The connection does not work; true when another has been adopted in its place, and a new offer is not needed. */
  rescue(): boolean;
  /** The shown connection has lost contact, and may find it again. */
  onDisconnected(): void;
  /** The connection before the shown one, which was still sent on, is closed. */
  onLeft(): void;
}

/** Milliseconds before an offer that could not be answered is made again. */
const offerAgainAfter = 1000;
/** Milliseconds without sound or picture after which a connection that is left is not worth staying with. */
const alive = 300;
/** Milliseconds that the first frame of a camera needs. */
const soundAfter = 150;
/** After so many fruitless offers the people are told that media does not get through; we go on trying. */
const patience = 3;

const sources = ['microphone', 'camera', 'screen'] as const;

/**
 * Keeps one live connection to the relay. Whoever asks for a new one gets it behind the old, which stays on the screen until
 * the new one flows. Offers never cross: one at a time, and a wish during an offer is kept for afterwards.
 */
export class MediaLink {
  private shown: Peer | null = null;
  private next: Peer | null = null;
  private spare: Peer | null = null;
  /** The shown connection while the server may still speak of the one before it. */
  private unconfirmed: Peer | null = null;
  /** The last offer was lost with the hub: the server may have answered it, and mean a session that is not ours. */
  unanswered = false;
  private wanted = false;
  private running = false;
  private stopped = false;
  private fruitless = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly handover: Handover;

  constructor(private readonly options: MediaLinkOptions, private readonly presentation: Presentation) {
    this.handover = new Handover(presentation, () => options.onLeft());
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

  /**
   * Takes a connection that was made elsewhere in place of the shown one, without negotiation: at once, or when it shows the same if
   * the shown one still works.
   * @param confirmed false when the server has not said so: until `confirm` its slots are about the connection before.
   */
  adopt(peer: Peer, confirmed: boolean): void {
    const crossed = this.running || this.next !== null;
    clearTimeout(this.timer);
    peer.onState = this.onState;
    const old = this.shown;
    const stays = old !== null && confirmed && peer.state === 'connected' && old.flows(alive);
    this.send(peer, stays);
    this.unconfirmed = confirmed ? null : peer;
    if (stays) {
      this.shown = peer;
      this.handover.begin(old, peer);
    } else {
      this.bringForward(peer);
    }
    if (peer.state === 'connected') this.connected();
    else this.timer = setTimeout(() => this.giveUpOn(peer), connectWithin);
    // Whether the server answered that offer before the move or after it cannot be told; one more offer decides it.
    if (crossed) this.renegotiate(peer.capacity);
  }

  /** The server agrees that the shown connection is the terminal's. */
  confirm(): void {
    this.unconfirmed = null;
  }

  /** Slots belong to the newest connection the relay has answered or is answering. */
  assign(slots: SlotDto[]): void {
    const peer = this.next ?? this.shown;
    if (peer === null || peer === this.unconfirmed) return;
    peer.slots = slots;
    if (peer === this.shown) this.presentation.refresh();
  }

  setTrack(source: MediaSource, track: MediaStreamTrack | null): void {
    for (const peer of [this.shown, this.next, this.spare, this.handover.from]) void peer?.setTrack(source, track).catch(() => undefined);
  }

  get peer(): Peer | null {
    return this.shown;
  }

  /** No offer is under way. */
  get settled(): boolean {
    return !this.running && this.next === null;
  }

  /** The connection before the shown one is still sent on. */
  get leaving(): boolean {
    return this.handover.from !== null;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.handover.end();
    for (const peer of [this.shown, this.next, this.spare]) peer?.close();
    this.shown = this.next = this.spare = this.unconfirmed = null;
    this.presentation.clear();
  }

  private create(capacity: number): Peer {
    const peer = new Peer(capacity);
    peer.onState = this.onState;
    this.send(peer);
    return peer;
  }

  /**
   * @param pictureFirst for a connection beside one that still works: others change over to it when it has what they need first, and
   * a picture needs longer to begin than sound does.
   */
  private send(peer: Peer, pictureFirst = false): void {
    for (const source of sources) {
      const put = () => {
        const track = this.options.track(source);
        if (track !== null) void peer.setTrack(source, track).catch(() => undefined);
      };
      if (pictureFirst && source === 'microphone' && this.options.track('camera') !== null) setTimeout(put, soundAfter);
      else put();
    }
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
      this.unanswered = outcome === 'lost';
      if (outcome === 'answered') {
        if (this.shown === null) this.promote(peer);
        // As much more time after each one that came to nothing.
        this.timer = setTimeout(() => this.giveUpOn(peer), connectWithin * (1 + Math.min(this.fruitless, patience)));
      } else if (outcome === 'later') {
        await new Promise(resolve => setTimeout(resolve, offerAgainAfter));
        this.wanted = true;
      } else {
        peer.close();
        this.next = null;
        if (outcome !== 'lost') this.options.onPhase('failed', outcome);
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
      await peer.accept(reply.value);
      return 'answered';
    } catch {
      return 'browser.unsupported';
    }
  }

  private readonly onState = (peer: Peer, state: RTCPeerConnectionState): void => {
    if (this.stopped || (peer !== this.shown && peer !== this.next)) return;
    if (state === 'connected') {
      if (peer === this.next) this.promote(peer);
      if (peer === this.shown && this.next === null) this.connected();
    } else if (this.next === null || peer === this.next) {
      if (state === 'failed') this.giveUpOn(peer);
      if (state === 'disconnected') {
        this.options.onPhase('connecting', null);
        this.options.onDisconnected();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.giveUpOn(peer), healWithin);
      }
    }
  };

  private connected(): void {
    clearTimeout(this.timer);
    this.fruitless = 0;
    this.options.onPhase('connected', null);
  }

  private giveUpOn(peer: Peer): void {
    if (peer.state === 'connected' || this.stopped || (peer !== this.next && (this.next !== null || peer !== this.shown))) return;
    if (!this.running) {
      this.next?.close();
      this.next = null;
      if (this.options.rescue()) return;
    }
    this.fruitless++;
    this.renegotiate(peer.capacity);
  }

  private promote(peer: Peer): void {
    if (this.next === peer) this.next = null;
    this.unconfirmed = null;
    this.bringForward(peer);
  }

  private bringForward(peer: Peer): void {
    const old = this.shown;
    this.shown = peer;
    this.presentation.show(peer);
    this.handover.end();
    if (old !== peer) old?.close();
  }
}
