import type { LocateRequest, OfferRequest, ProbeDto } from '../protocol/hub';
import { measureRoundTrips } from './probes';

/** Milliseconds that joining may wait for, tickets and measuring together. */
const waitAtMost = 1200;
/** Milliseconds of them that are for measuring, and for trying once more when nothing was answered: a browser that starts up is slow itself. */
const measureWithin = 400;
const againWithin = 600;

/**
 * Round trips to a handful of relays. The first offer waits for them, but not long, since whoever is placed far away stays there for a while; whatever comes
 * later is there for the next. Who travels measures again now and then.
 */
export class RoundTrips {
  private known: Record<string, number> | null = null;
  private first: Promise<unknown> | null = null;
  private asking = false;

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

  /** Measures again, for a terminal that travels; null when nothing was measured, or somebody else is at it. Never fails. */
  async renew(): Promise<LocateRequest | null> {
    if (this.asking) return null;
    const measured = await this.ask().catch(() => null);
    return measured === null ? null : { roundTrips: measured, region: this.region };
  }

  /** Null when nothing was measured: what was known before stays. */
  private async ask(): Promise<Record<string, number> | null> {
    this.asking = true;
    try {
      const tickets = await this.tickets(this.region);
      // With one relay there is nothing to choose.
      if (tickets.length < 2) return null;
      let measured = await this.measure(tickets, measureWithin);
      if (Object.keys(measured).length === 0) measured = await this.measure(tickets, againWithin);
      if (Object.keys(measured).length === 0) return null;
      this.known = measured;
      return measured;
    } finally {
      this.asking = false;
    }
  }
}
