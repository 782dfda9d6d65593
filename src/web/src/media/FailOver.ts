import type { Reply } from '../protocol/hub';
import type { MediaLink } from './MediaLink';
import { SilenceWatch } from './SilenceWatch';
import type { StandbyKeeper } from './StandbyKeeper';

export interface FailOverOptions {
  link: Pick<MediaLink, 'adopt' | 'confirm' | 'peer' | 'settled' | 'unanswered'>;
  keeper: Pick<StandbyKeeper, 'drop' | 'ensure' | 'ready' | 'renew' | 'take' | 'takeOn'>;
  /** Asks the server to move the terminal to its standby on that relay; throws when the hub is not there. */
  useStandby(relayId: string | null): Promise<Reply>;
  /** Asks the group anything at all; throws when the hub is not there. */
  askGroup(): Promise<unknown>;
  /** Media is lost: the hub's connection may be dead too. */
  checkHub(): void;
  /** Somebody else is sending to this terminal, as far as is known. */
  expected(): boolean;
  /** This terminal is sending. */
  sends(): boolean;
  offerAgain(): void;
  /** Media goes over another relay now. */
  onMoved(): void;
  now(): number;
}

/** Milliseconds after the loss of the hub before media that comes in means that the relay lives: less may have been on its way. */
const believeAfter = 300;
/** Milliseconds in which a group answers that is there: one whose process died together with our relay does not, though the hub may be at another process. */
const answersWithin = 300;
/**
 * Milliseconds after a move of our own in which something comes in over the new session. If nothing does, no relay was lost but the way from here: another address, another
 * network. Only a new session helps then.
 */
const arrivesWithin = 700;
/** Milliseconds for the server's `MediaMoved` to come after it has agreed to a move. */
const confirmWithin = 2000;

/** Moves media to the standby: when the server says so, or by itself when the session is silent or failed. */
export class FailOver {
  /** Moves so far. */
  moves = 0;
  /** Entered on the present hub connection. */
  private inside = false;
  /** The server has not been told of a move, or has not confirmed it. */
  private untold = false;
  /** The hub was lost, and since then nothing has shown whether the session is alive. */
  private doubt = false;
  /** The group does not answer: it cannot tell of a lost relay either. */
  private deserted = false;
  /** When media moved by itself to a session that has brought nothing yet; null otherwise. */
  private arriving: number | null = null;
  /** Relay of our session as the server named it last on this hub connection. */
  private named: string | null = null;
  private lostAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watch: SilenceWatch;

  constructor(private readonly options: FailOverOptions) {
    this.watch = new SilenceWatch({
      received: async () => await options.link.peer?.received() ?? null,
      watching: () => options.link.settled && options.expected(),
      doubtful: () => this.doubt || this.deserted || !this.inside,
      onQuiet: () => void this.ask(),
      onFlow: () => this.settle(),
      onSilence: () => this.silent(),
      now: () => options.now(),
    });
  }

  /** The server and we mean the same session, and it flows: the time for a standby. */
  get steady(): boolean {
    const { link } = this.options;
    return this.inside && !this.untold && this.arriving === null && link.settled && link.peer?.state === 'connected';
  }

  /** The session flows, perhaps another one than before. */
  connected(): void {
    this.watch.restart(this.arriving !== null && this.options.sends() ? arrivesWithin : null);
    this.options.keeper.ensure();
  }

  /** Notice `Standby`. */
  standbyWanted(): void {
    this.options.keeper.renew();
  }

  /** Notice `MediaMoved`; on entering again the server repeats where media is. */
  moved(relayId: string): void {
    const { link, keeper } = this.options;
    this.named = relayId;
    if (link.peer?.relayId === relayId) {
      this.told();
      // One who sends nothing gets nothing before the server has heard of the move.
      if (this.arriving !== null && !this.options.sends()) this.watch.restart(arrivesWithin);
      link.confirm();
      keeper.ensure();
      return;
    }
    const peer = keeper.takeOn(relayId);
    if (peer === null) {
      // Before we have told of a move, or entered, or while an offer is under way, this is about a session that is to be replaced anyway.
      if (!this.untold && this.inside && link.settled) this.options.offerAgain();
      return;
    }
    this.doubt = false;
    this.arriving = null;
    this.told();
    this.moves++;
    link.adopt(peer, true);
    this.options.onMoved();
    keeper.ensure();
  }

  /** Notice `OfferAgain`: no session of ours is known any more. */
  forgotten(): void {
    this.told();
    this.options.keeper.drop();
    this.agree();
  }

  hubLost(): void {
    this.inside = false;
    this.named = null;
    this.doubt = true;
    this.lostAt = this.options.now();
    this.watch.hurry();
  }

  /** Entered, for the first time or again: sees to it that the server and we mean the same session. */
  entered(): void {
    this.inside = true;
    if (this.astray) this.giveUp();
    else if (this.untold) void this.tell();
    // A silent session gives way to the standby, one that flows is not disturbed: the next looks tell which it is.
    else if (this.doubt ? !this.guarded : !this.agreed) this.agree();
  }

  /** Moves by itself; false when there is nothing to move to. */
  swap(): boolean {
    const { link, keeper } = this.options;
    const peer = link.settled ? keeper.take() : null;
    if (peer === null) return false;
    this.moves++;
    this.untold = true;
    this.doubt = false;
    this.arriving = this.options.expected() ? this.options.now() : null;
    link.adopt(peer, false);
    this.options.onMoved();
    if (this.inside) void this.tell();
    return true;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.watch.stop();
  }

  /** Silence of the session would be noticed, and there is somewhere to move to. */
  private get guarded(): boolean {
    const { link, keeper, expected } = this.options;
    return keeper.ready && link.settled && expected();
  }

  /** False while there is nowhere to move to and nobody to ask: a standby may be on its way. */
  private silent(): boolean {
    if (this.swap()) return true;
    if (this.arriving !== null) {
      if (!this.inside) return false;
      this.giveUp();
      return true;
    }
    if (!this.doubt || !this.inside) return false;
    this.agree();
    return true;
  }

  /** The server has said on this hub connection that it means our session. */
  private get agreed(): boolean {
    const { link } = this.options;
    return this.named !== null && this.named === link.peer?.relayId && !link.unanswered;
  }

  /** We have moved, and nothing comes in there either. */
  private get astray(): boolean {
    return this.arriving !== null && this.options.sends() && this.options.now() - this.arriving >= arrivesWithin;
  }

  private settle(): void {
    if (this.arriving !== null) {
      this.arriving = null;
      this.options.keeper.ensure();
    }
    if (!this.doubt || !this.inside || this.options.now() - this.lostAt < believeAfter) return;
    if (this.agreed) this.doubt = false;
    else this.agree();
  }

  /** Whether the server still has our session cannot be told from here; a new offer makes sure. */
  private agree(): void {
    this.doubt = false;
    this.arriving = null;
    this.options.offerAgain();
  }

  private async tell(): Promise<void> {
    let reply: Reply;
    try {
      reply = await this.options.useStandby(this.options.link.peer?.relayId ?? null);
    } catch {
      // The hub went away; `entered` tells it again.
      return;
    }
    if (!this.untold) return;
    clearTimeout(this.timer);
    if (reply.error !== null) this.giveUp();
    else this.timer = setTimeout(() => this.giveUp(), confirmWithin);
  }

  private async ask(): Promise<void> {
    this.options.checkHub();
    const patience = setTimeout(() => {
      this.deserted = true;
      this.watch.hurry();
    }, answersWithin);
    // A hub that goes away meanwhile is reason to doubt by itself.
    await this.options.askGroup().catch(() => undefined);
    clearTimeout(patience);
    this.deserted = false;
  }

  /** A session that the server refuses, or that brings nothing, gives way to a new one. */
  private giveUp(): void {
    this.told();
    this.agree();
  }

  private told(): void {
    this.untold = false;
    clearTimeout(this.timer);
  }
}
