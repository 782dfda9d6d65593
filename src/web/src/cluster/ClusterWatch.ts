import { errorCode } from '../api/http';
import { Store } from '../app/Store';
import type { ClusterDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { newsOf, type News } from './news';

/** Milliseconds between questions: relays measure once per second. */
const askEvery = 1000;

/** Milliseconds without an answer after which the figures are no longer called live: two answers missing. */
const lostAfter = 3000;

/** Milliseconds after which a question without an answer is asked anew. */
const giveUpAfter = 5000;

/** Pieces of news that are kept. */
const newsKept = 20;

export interface Watched {
  cluster: ClusterDto | null;
  /** When the figures came, in milliseconds since 1970; null before the first. */
  cameAt: number | null;
  /** False while answers are missing; the figures are then of `cameAt`. */
  live: boolean;
  /** Why the last question failed; null when it did not. */
  error: RefusalCode | null;
  /** Newest first. */
  news: readonly News[];
}

/** Asks for the cluster every second while somebody looks, and keeps what was last known when no answer comes. */
export class ClusterWatch {
  readonly state = new Store<Watched>({ cluster: null, cameAt: null, live: false, error: null, news: [] });
  private timer: ReturnType<typeof setInterval> | null = null;
  private turn = 0;
  private askedAt: number | null = null;
  private lookingSince = 0;
  private newsCount = 0;

  constructor(private readonly load: () => Promise<ClusterDto>, private readonly hidden: () => boolean) {}

  start(): void {
    this.lookingSince = Date.now();
    this.timer ??= setInterval(() => this.tick(), askEvery);
    this.tick();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.turn++;
    this.askedAt = null;
  }

  /** The page is looked at again: what was not asked for meanwhile is not missing. */
  readonly shown = (): void => {
    if (this.timer === null || this.hidden()) return;
    this.lookingSince = Date.now();
    this.tick();
  };

  /** Asks at once, because something was just done. */
  readonly askNow = (): void => {
    this.askedAt = null;
    this.tick();
  };

  private tick(): void {
    if (this.hidden()) return;
    const now = Date.now();
    if (this.askedAt === null || now - this.askedAt >= giveUpAfter) {
      this.askedAt = now;
      void this.ask(++this.turn);
    }
    const before = this.state.get();
    const live = before.cameAt !== null && now - Math.max(before.cameAt, this.lookingSince) < lostAfter;
    if (live !== before.live) this.state.set({ ...before, live });
  }

  private async ask(turn: number): Promise<void> {
    try {
      const cluster = await this.load();
      if (turn !== this.turn) return;
      this.askedAt = null;
      const before = this.state.get();
      const news = newsOf(before.cluster, cluster).map(one => ({ ...one, id: ++this.newsCount, at: cluster.at }));
      this.state.set({ cluster, cameAt: Date.now(), live: true, error: null, news: [...news.reverse(), ...before.news].slice(0, newsKept) });
    } catch (error) {
      if (turn !== this.turn) return;
      this.askedAt = null;
      this.state.set({ ...this.state.get(), error: errorCode(error) });
    }
  }
}
