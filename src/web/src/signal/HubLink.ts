import { HubConnectionBuilder, HubConnectionState, HttpTransportType, LogLevel, type HubConnection } from '@microsoft/signalr';
import { noticeNames, type ConsultationHub, type GroupNotice, type SlotDto } from '../protocol/hub';
import { retryDelay } from './retryDelay';

export interface HubLinkOptions {
  url: string;
  token(): Promise<string>;
  onNotice(notice: GroupNotice): void;
  onSlots(slots: SlotDto[]): void;
  onOfferAgain(): void;
  onStandby(): void;
  onMediaMoved(relayId: string): void;
  /** Runs on every connection before anything else; throwing means that the connection is of no use and is made anew. */
  onUp(): Promise<void>;
  onDown(): void;
  /** @param failures attempts without success so far. */
  onFailure(failures: number): void;
}

/** Milliseconds for a WebSocket to stand, then to be given up: a dead network answers nothing at all. */
const connectWithin = 5000;

/** Milliseconds between signs of life to the server. */
const pingEvery = 5000;

/** Milliseconds without any sign of life from the server, which sends one every three seconds, before the connection counts as lost. */
const silenceAtMost = 10_000;

/** The hub connection that comes back: at once, soon, then every two seconds as long as the page lives. */
export class HubLink {
  private readonly connection: HubConnection;
  private stopped = false;
  private wake: (() => void) | null = null;
  private closed: (() => void) | null = null;

  constructor(private readonly options: HubLinkOptions) {
    this.connection = new HubConnectionBuilder()
      .withUrl(options.url, {
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
        accessTokenFactory: () => options.token(),
      })
      .configureLogging(LogLevel.None)
      .build();
    this.connection.keepAliveIntervalInMilliseconds = pingEvery;
    this.connection.serverTimeoutInMilliseconds = silenceAtMost;
    for (const name of noticeNames) {
      this.connection.on(name, (body: never) => options.onNotice({ name, body } as GroupNotice));
    }
    this.connection.on('Slots', (slots: SlotDto[]) => options.onSlots(slots));
    this.connection.on('OfferAgain', () => options.onOfferAgain());
    this.connection.on('Standby', () => options.onStandby());
    this.connection.on('MediaMoved', (relayId: string) => options.onMediaMoved(relayId));
    this.connection.onclose(() => this.closed?.());
  }

  start(): void {
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    void this.run();
  }

  /** Ends the link for good. */
  async stop(): Promise<void> {
    this.stopped = true;
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    this.wake?.();
    await this.connection.stop();
  }

  get up(): boolean {
    return this.connection.state === HubConnectionState.Connected;
  }

  /** Throws when the connection is gone; refusals come back in the reply. */
  call<M extends keyof ConsultationHub>(method: M, ...args: Parameters<ConsultationHub[M]>): Promise<ReturnType<ConsultationHub[M]>> {
    return this.connection.invoke<ReturnType<ConsultationHub[M]>>(method, ...args);
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      const lost = new Promise<void>(resolve => { this.closed = resolve; });
      if (await this.attempt()) {
        failures = 0;
        await lost;
        if (!this.stopped) this.options.onDown();
      } else if (!this.stopped) {
        failures++;
        this.options.onFailure(failures);
      }
      if (!this.stopped) await this.pause(retryDelay(failures));
    }
  }

  private async attempt(): Promise<boolean> {
    const limit = setTimeout(() => void this.connection.stop(), connectWithin);
    try {
      await this.connection.start();
      clearTimeout(limit);
      await this.options.onUp();
      return true;
    } catch {
      await this.connection.stop().catch(() => undefined);
      return false;
    } finally {
      clearTimeout(limit);
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  /** The network or the screen is back: do not sit out the wait. */
  private readonly hurry = (): void => {
    if (document.visibilityState === 'visible') this.wake?.();
  };
}
