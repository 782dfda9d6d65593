export interface SilenceWatchOptions {
  /** Bytes received so far on the terminal's session; null when unknown. */
  received(): Promise<number | null>;
  /** Silence would mean something: media is expected. */
  watching(): boolean;
  /** Signalling is down, or was a moment ago, or the group does not answer: nobody else will tell. */
  doubtful(): boolean;
  /** Nothing came in for a moment: more than a lost packet, less than a lost relay. */
  onQuiet(): void;
  /** Something came in since the look before, or nothing can be told. */
  onFlow(): void;
  /** Nothing came in for too long, after something had. False when nothing can be done about it: told again at the next look. */
  onSilence(): boolean;
  /** Milliseconds, from any point in time. */
  now(): number;
}

/** Milliseconds between looks, and of silence that is too long. Statistics of thirty sections are not free: looked at often only in doubt. */
const doubtful = { every: 100, limit: 300 };
const usual = { every: 250, limit: 1500 };
/** Looks at a session that was moved to and has brought nothing yet. */
const arriving = 100;
/** Milliseconds without anything that are worth a question. */
const quietAfter = 250;

/** Sees whether media still comes in, by looking at the bytes received. */
export class SilenceWatch {
  private last: number | null = null;
  private looked = 0;
  private quiet = 0;
  private flowed = false;
  /** Milliseconds in which the first bytes are expected; null when they have come, or nothing says that they will. */
  private within: number | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SilenceWatchOptions) {}

  /**
   * Another session, or another reason to look: counting starts anew. What never flowed cannot fall silent.
   * @param within milliseconds in which something has to come in for all that, or it is silence; null for no such promise.
   */
  restart(within: number | null = null): void {
    this.reset();
    this.within = within;
    this.next();
  }

  /** Looks at once and more often from now on. What came in before this says nothing about now, and is not told. */
  hurry(): void {
    this.stop();
    void this.look(this.turn, true);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.turn++;
  }

  private next(): void {
    this.stop();
    const turn = this.turn;
    this.timer = setTimeout(() => void this.look(turn), this.pace.every);
  }

  private get pace(): { every: number; limit: number } {
    if (this.within !== null) return { every: arriving, limit: this.within };
    return this.options.doubtful() ? doubtful : usual;
  }

  private async look(turn: number, silently = false): Promise<void> {
    const { options } = this;
    const bytes = options.watching() ? await options.received().catch(() => null) : null;
    if (turn !== this.turn) return;
    // A page that was asleep has not listened: whatever time passed counts as two looks at most.
    const passed = Math.min(options.now() - this.looked, 2 * this.pace.every);
    this.looked = options.now();
    if (bytes === null) {
      this.reset();
      if (!silently) options.onFlow();
    } else if (bytes !== this.last) {
      this.flowed = this.last !== null;
      this.last = bytes;
      this.quiet = 0;
      if (this.flowed) this.within = null;
      if (this.flowed && !silently) options.onFlow();
    } else {
      const before = this.quiet;
      this.quiet += passed;
      if (this.flowed && before < quietAfter && this.quiet >= quietAfter) options.onQuiet();
    }
    if (turn === this.turn) this.next();
    turn = this.turn;
    const silent = (this.flowed || this.within !== null) && this.quiet >= this.pace.limit;
    // What is done about it may have begun another count.
    if (silent && options.onSilence() && turn === this.turn) this.reset();
  }

  private reset(): void {
    this.last = null;
    this.quiet = 0;
    this.flowed = false;
    this.within = null;
    this.looked = this.options.now();
  }
}
