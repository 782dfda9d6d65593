import type { Peer } from './Peer';
import type { Presentation } from './Presentation';

/** Milliseconds between looks at what the next connection shows. */
const lookEvery = 40;
/** Milliseconds after which the next one is shown whatever it has. */
const showWithin = 1500;
/** Milliseconds for which the pictures of the one before move on behind those of the next, whose elements need a while to begin. */
const lingerFor = 500;
/**
 * Milliseconds for which the one before is still sent on: others may get our picture over it until then. Longer than anybody
 * shows it, so that on no screen one person takes the slot of another.
 */
const leaveAfter = 2000;

/**
 * Takes what is seen from a connection that still works to the next: it stays on the screen until the next one shows everybody that it
 * shows, and is sent on a while longer.
 */
export class Handover {
  private left: Peer | null = null;
  private look: ReturnType<typeof setInterval> | undefined;
  private freeze: ReturnType<typeof setTimeout> | undefined;
  private leave: ReturnType<typeof setTimeout> | undefined;

  /** @param onEnd the connection that was left is closed. */
  constructor(private readonly presentation: Pick<Presentation, 'show'>, private readonly onEnd: () => void) {}

  /** The connection that is being left; null when there is none. */
  get from(): Peer | null {
    return this.left;
  }

  begin(from: Peer, to: Peer): void {
    this.end();
    this.left = from;
    let waits = showWithin / lookEvery;
    this.look = setInterval(() => {
      const ready = showsTheSame(from, to);
      if (--waits > 0 && !ready) return;
      clearInterval(this.look);
      this.presentation.show(to, ready);
      this.freeze = setTimeout(() => from.freeze(), lingerFor);
    }, lookEvery);
    this.leave = setTimeout(() => this.end(), leaveAfter);
  }

  /** Lets go of the connection that is being left, at once. */
  end(): void {
    clearInterval(this.look);
    clearTimeout(this.freeze);
    clearTimeout(this.leave);
    if (this.left === null) return;
    this.left.freeze();
    this.left.close();
    this.left = null;
    this.onEnd();
  }
}

function showsTheSame(from: Peer, to: Peer): boolean {
  return (from.slots ?? []).every(slot => slot.terminalId === null || slot.source === null || slot.source === 'microphone'
    || (to.slots ?? []).some(other => other.terminalId === slot.terminalId && other.source === slot.source && to.shows(other.mid)));
}
