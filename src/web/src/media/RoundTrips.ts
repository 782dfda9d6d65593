import type { OfferRequest, ProbeDto } from '../protocol/hub';
import { measureRoundTrips } from './probes';

/** Milliseconds that joining may wait for, tickets and measuring together. */
const waitAtMost = 1200;
/** Milliseconds of them that are for measuring, and for trying once more when nothing was answered: a browser that starts up is slow itself. */
const measureWithin = 400;
const againWithin = 600;

/**
 * Round trips to a handful of relays. The first offer waits for them, but not long, since whoever is placed far away stays there; whatever comes
 * later is there for the next.
 */
export class RoundTrips {
  private known: Record<string, number> | null = null;
  private first: Promise<unknown> | null = null;

  /**
   * @param region label of this terminal's site.
   * @param tickets asks the server; may fail, for want of the hub or of relays to choose from.
   */
  constructor(
    private readonly region: string | null,
    private readonly tickets: (region: string | null) => Promise<readonly ProbeDto[]>,
    private readonly measure: typeof measureRoundTrips = measureRoundTrips,
  ) {}

  /** An offer with what is known of where this terminal is. */
  async complete(request: OfferRequest): Promise<OfferRequest> {
    return { ...request, roundTrips: await this.get(), region: this.region };
  }

  /** Milliseconds by relay id; null when nothing is known. Never fails. */
  async get(): Promise<Record<string, number> | null> {
    if (this.first === null) {
      this.first = this.ask().catch(() => undefined);
      let timer: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([this.first, new Promise(resolve => { timer = setTimeout(resolve, waitAtMost); })]);
      clearTimeout(timer);
    }
    return this.known;
  }

  private async ask(): Promise<void> {
    const tickets = await this.tickets(this.region);
    // With one relay there is nothing to choose.
    if (tickets.length < 2) return;
    let measured = await this.measure(tickets, measureWithin);
    if (Object.keys(measured).length === 0) measured = await this.measure(tickets, againWithin);
    if (Object.keys(measured).length > 0) this.known = measured;
  }
}
