import type { OfferReply, OfferRequest, ReplyOf } from '../protocol/hub';
import { passesByItself, refusalCode } from '../protocol/refusals';
import { connectWithin, healWithin } from './patience';
import { Peer } from './Peer';

export interface StandbyKeeperOptions {
  /** The terminal's own session flows and the hub is there; without either a standby is of no use yet. */
  mayOffer(): boolean;
  /** Seats of the group. */
  capacity(): number;
  /** Throws when the hub is not there. */
  sendOffer(request: OfferRequest): Promise<ReplyOf<OfferReply>>;
  /** Relay of the terminal's own session: a standby there would die with it. */
  activeRelay(): string | null;
  /** 0 to 1. */
  random(): number;
}

/** Milliseconds before the first attempt, and up to how many more by chance: a dying relay makes hundreds of terminals want one. */
const atFirst = { soon: 300, spread: 1700 };
/** The same when relays have come or gone since: first everybody is to have their pictures again. */
const afterwards = { soon: 1000, spread: 3000 };
/** Milliseconds before the second attempt, doubling up to the longest; half to one and a half of it by chance. */
const againAfter = 1000;
const againAtMost = 30_000;
/** Attempts without success before only a notice of the server makes us try again. */
const attempts = 8;

/**
 * Keeps a second connection, on another relay, ready to take over: ICE and DTLS done, nothing sent, since its senders
 * have no tracks. A refusal because there is no second relay ends the attempts until the server says that there is one.
 */
export class StandbyKeeper {
  private standby: Peer | null = null;
  /** Answered and not connected yet, while the one before is: it takes that one's place when it connects. */
  private coming: Peer | null = null;
  private making: Peer | null = null;
  private wanted = false;
  private first = true;
  private failures = 0;
  private stopped = false;
  private plan: ReturnType<typeof setTimeout> | undefined;
  private readonly patience = new Map<Peer, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: StandbyKeeperOptions) {}

  /** The relay of the standby that has been answered; null without one. */
  get relayId(): string | null {
    return this.standby?.relayId ?? null;
  }

  /** Media could be sent on it now. */
  get ready(): boolean {
    return this.standby?.state === 'connected';
  }

  /** A new one can be had: the one there is, if any, stays until the new one is connected. */
  renew(): void {
    this.failures = 0;
    this.first = false;
    this.wanted = true;
    this.schedule();
  }

  /** The terminal's own session flows: makes a standby unless there is one on another relay. */
  ensure(): void {
    const active = this.options.activeRelay();
    if (this.standby?.relayId === active) this.release()?.close();
    if (this.coming?.relayId === active) this.dismiss(this.coming);
    if (this.standby === null && this.making === null) this.wanted = true;
    this.schedule();
  }

  /** Hands the standby over for good when it is connected. One that is coming is the next standby. */
  take(): Peer | null {
    return this.ready ? this.release() : null;
  }

  /** Hands the standby over when it is on that relay, connected or on the way. */
  takeOn(relayId: string): Peer | null {
    if (this.coming?.relayId === relayId) return this.unwatch(this.coming);
    return this.standby?.relayId === relayId ? this.release() : null;
  }

  /** The server knows nothing of the standby any more. */
  drop(): void {
    this.making?.close();
    this.making = null;
    if (this.coming !== null) this.dismiss(this.coming);
    this.release()?.close();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.plan);
    this.drop();
  }

  /** Hands the standby out; one that is coming takes its place. */
  private release(): Peer | null {
    const peer = this.standby;
    if (peer === null) return null;
    this.unwatch(peer);
    if (this.coming !== null) [this.standby, this.coming] = [this.coming, null];
    return peer;
  }

  private dismiss(peer: Peer): void {
    this.unwatch(peer).close();
  }

  private unwatch(peer: Peer): Peer {
    if (peer === this.standby) this.standby = null;
    if (peer === this.coming) this.coming = null;
    clearTimeout(this.patience.get(peer));
    this.patience.delete(peer);
    peer.onState = null;
    return peer;
  }

  private schedule(): void {
    if (this.stopped || !this.wanted || this.making !== null || this.plan !== undefined || !this.options.mayOffer()) return;
    const chance = this.options.random();
    const { soon, spread } = this.first ? atFirst : afterwards;
    const delay = this.failures === 0
      ? soon + chance * spread
      : Math.min(againAtMost, againAfter * 2 ** (this.failures - 1)) * (0.5 + chance);
    this.plan = setTimeout(() => {
      this.plan = undefined;
      // Not now: `ensure` comes when the session flows again.
      if (this.options.mayOffer()) void this.make();
    }, delay);
  }

  private async make(): Promise<void> {
    this.wanted = false;
    const peer = new Peer(this.options.capacity());
    this.making = peer;
    const outcome = await this.attempt(peer);
    // Dropped meanwhile, which has closed it.
    if (this.making !== peer) return this.schedule();
    this.making = null;
    if (outcome === 'answered') {
      this.keep(peer);
    } else {
      peer.close();
      if (outcome === 'again') this.retry();
    }
    this.schedule();
  }

  private async attempt(peer: Peer): Promise<'answered' | 'again' | 'never'> {
    let reply: ReplyOf<OfferReply>;
    try {
      reply = await this.options.sendOffer(await peer.offer());
    } catch {
      return 'again';
    }
    if (reply.value === null) return passesByItself(refusalCode(reply.error?.code ?? '')) ? 'again' : 'never';
    if (reply.value.relayId === this.options.activeRelay()) return 'again';
    try {
      await peer.accept(reply.value);
      return 'answered';
    } catch {
      return 'never';
    }
  }

  private keep(peer: Peer): void {
    // The server has ended one that was never connected, and the relay what it held for us before.
    if (this.coming !== null) this.dismiss(this.coming);
    if (this.standby !== null && (!this.ready || this.standby.relayId === peer.relayId)) this.dismiss(this.standby);
    if (this.standby === null) this.standby = peer;
    else this.coming = peer;
    this.first = false;
    peer.onState = (_, state) => this.onState(peer, state);
    this.loseAfter(peer, connectWithin);
    this.onState(peer, peer.state);
  }

  private onState(peer: Peer, state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      clearTimeout(this.patience.get(peer));
      this.failures = 0;
      if (peer === this.coming) this.release()?.close();
    } else if (state === 'failed') {
      this.lose(peer);
    } else if (state === 'disconnected') {
      this.loseAfter(peer, healWithin);
    }
  }

  private loseAfter(peer: Peer, milliseconds: number): void {
    clearTimeout(this.patience.get(peer));
    this.patience.set(peer, setTimeout(() => this.lose(peer), milliseconds));
  }

  private lose(peer: Peer): void {
    if ((peer !== this.standby && peer !== this.coming) || peer.state === 'connected') return;
    const isWanted = peer === this.coming || this.coming === null;
    if (peer === this.standby) this.release()?.close();
    else this.dismiss(peer);
    if (isWanted) this.retry();
    this.schedule();
  }

  private retry(): void {
    this.failures++;
    this.wanted = this.failures < attempts;
  }
}
