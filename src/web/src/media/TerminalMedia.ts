import type { MediaSource, OfferReply, OfferRequest, Reply, ReplyOf, SlotDto } from '../protocol/hub';
import type { RefusalCode } from '../protocol/refusals';
import { FailOver } from './FailOver';
import { MediaLink, type MediaLinkPhase } from './MediaLink';
import { Presentation } from './Presentation';
import { StandbyKeeper } from './StandbyKeeper';

export interface TerminalMediaOptions {
  /** Track of a source that is to be sent now, or null. */
  track(source: MediaSource): MediaStreamTrack | null;
  /** Seats of the group; null before it is known. */
  capacity(): number | null;
  hubUp(): boolean;
  /** Calls of the hub; they throw when it is not there. */
  offer(request: OfferRequest): Promise<ReplyOf<OfferReply>>;
  offerStandby(request: OfferRequest): Promise<ReplyOf<OfferReply>>;
  useStandby(relayId: string | null): Promise<Reply>;
  askGroup(): Promise<unknown>;
  /** Media is lost: the hub's connection may be dead too. */
  checkHub(): void;
  /** Somebody else is sending to this terminal, as far as is known. */
  expected(): boolean;
  /** @param refusal why the relay did not take the offer; null otherwise. */
  onPhase(phase: MediaLinkPhase, refusal: RefusalCode | null): void;
  /** The shown connection or its slots changed. */
  onSlots(slots: SlotDto[]): void;
  onSoundBlocked(blocked: boolean): void;
  /** Media goes over another relay now. */
  onMoved(): void;
}

/** What tests and support may know of the connections to relays. */
export interface RelayState {
  /** Relay of the connection that is on the screen. */
  relayId: string | null;
  standbyRelayId: string | null;
  /** The standby could take over now. */
  standbyConnected: boolean;
  /** How often media has moved to a standby. */
  moves: number;
}

/** A terminal's media: the session with one relay, and a standby on another. */
export class TerminalMedia {
  /** Notices and losses that concern where media goes. */
  readonly failOver: FailOver;
  readonly link: MediaLink;
  readonly presentation: Presentation;
  private readonly standby: StandbyKeeper;

  constructor(private readonly options: TerminalMediaOptions) {
    this.presentation = new Presentation(slots => options.onSlots(slots), blocked => options.onSoundBlocked(blocked));
    this.link = new MediaLink({
      track: source => options.track(source),
      sendOffer: request => options.offer(request),
      hubUp: () => options.hubUp(),
      onPhase: (phase, refusal) => {
        options.onPhase(phase, refusal);
        if (phase === 'connected') this.failOver.connected();
      },
      rescue: () => this.failOver.swap(),
      onDisconnected: () => options.checkHub(),
      onLeft: () => this.standby.ensure(),
    }, this.presentation);
    this.standby = new StandbyKeeper({
      // Two connections are work enough for a small computer.
      mayOffer: () => this.failOver.steady && !this.link.leaving,
      capacity: () => options.capacity() ?? 0,
      sendOffer: request => options.offerStandby(request),
      activeRelay: () => this.link.peer?.relayId ?? null,
      random: () => Math.random(),
    });
    this.failOver = new FailOver({
      link: this.link,
      keeper: this.standby,
      useStandby: relayId => options.useStandby(relayId),
      askGroup: () => options.askGroup(),
      checkHub: () => options.checkHub(),
      expected: () => options.expected(),
      sends: () => options.track('microphone') !== null || options.track('camera') !== null || options.track('screen') !== null,
      offerAgain: () => this.offerAgain(),
      onMoved: () => options.onMoved(),
      now: () => performance.now(),
    });
  }

  get relays(): RelayState {
    return {
      relayId: this.link.peer?.relayId ?? null,
      standbyRelayId: this.standby.relayId,
      standbyConnected: this.standby.ready,
      moves: this.failOver.moves,
    };
  }

  stop(): void {
    this.failOver.stop();
    this.standby.stop();
    this.link.stop();
  }

  private offerAgain(): void {
    const capacity = this.options.capacity();
    if (capacity !== null && this.options.hubUp()) this.link.renegotiate(capacity);
  }
}
