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

/** Milliseconds in which the server answers a check: round trips of a mobile network and a lost packet. */
const answersWithin = 800;

/** The same while another call waits for its answer: the server answers one after the other. */
const answersBehindCalls = 3000;

/** Milliseconds between two connections that a check gives up: a server that is merely slow must not be made slower. */
const givenUpEvery = 10_000;

/** The hub connection that comes back: at once, soon, then every two seconds as long as the page lives. */
export class HubLink {
  private connection: HubConnection | null = null;
  private stopped = false;
  private checking = false;
  private calls = 0;
  private givenUpAt = -givenUpEvery;
  private wake: (() => void) | null = null;
  /** Ends the present connection, or the attempt to make one. */
  private lose: (() => void) | null = null;

  /** @param build makes a connection that has not been started. */
  constructor(private readonly options: HubLinkOptions, private readonly build: () => HubConnection = () => buildConnection(options)) {}

  start(): void {
    window.addEventListener('online', this.networkChanged);
    document.addEventListener('visibilitychange', this.visibilityChanged);
    networkInformation()?.addEventListener('change', this.networkChanged);
    void this.run();
  }

  /** Ends the link for good. */
  async stop(): Promise<void> {
    this.stopped = true;
    window.removeEventListener('online', this.networkChanged);
    document.removeEventListener('visibilitychange', this.visibilityChanged);
    networkInformation()?.removeEventListener('change', this.networkChanged);
    this.wake?.();
    this.lose?.();
    await this.connection?.stop();
  }

  get up(): boolean {
    return this.connection?.state === HubConnectionState.Connected;
  }

  /** Throws when the connection is gone; refusals come back in the reply. */
  async call<M extends keyof ConsultationHub>(method: M, ...args: Parameters<ConsultationHub[M]>): Promise<ReturnType<ConsultationHub[M]>> {
    if (this.connection === null) throw new Error('There is no connection.');
    this.calls++;
    try {
      return await this.connection.invoke<ReturnType<ConsultationHub[M]>>(method, ...args);
    } finally {
      this.calls--;
    }
  }

  /** Something speaks against the connection: unless the server answers at once, it is left for a new one. */
  async check(): Promise<void> {
    if (!this.up || this.checking || performance.now() - this.givenUpAt < givenUpEvery) return;
    const suspect = this.connection;
    this.checking = true;
    const limit = setTimeout(() => {
      if (this.connection !== suspect) return;
      this.givenUpAt = performance.now();
      this.lose?.();
    }, this.calls > 0 ? answersBehindCalls : answersWithin);
    // A connection that is lost meanwhile says so by itself.
    await this.call('Ping').catch(() => undefined);
    clearTimeout(limit);
    this.checking = false;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      // A new one each time: a WebSocket that hangs while it connects cannot be stopped, only left.
      const connection = this.listenOn(this.build());
      const lost = new Promise<void>(resolve => {
        this.lose = resolve;
        connection.onclose(() => resolve());
      });
      this.connection = connection;
      const stood = await this.attempt(connection, lost);
      if (stood) await lost;
      this.connection = null;
      void connection.stop().catch(() => undefined);
      if (this.stopped) return;
      failures = stood ? 0 : failures + 1;
      if (stood) this.options.onDown();
      else this.options.onFailure(failures);
      await this.pause(retryDelay(failures));
    }
  }

  private async attempt(connection: HubConnection, lost: Promise<void>): Promise<boolean> {
    const limit = setTimeout(() => this.lose?.(), connectWithin);
    const enter = async () => {
      await connection.start();
      clearTimeout(limit);
      await this.options.onUp();
      return true;
    };
    try {
      return await Promise.race([enter(), lost.then(() => false)]);
    } catch {
      return false;
    } finally {
      clearTimeout(limit);
    }
  }

  private listenOn(connection: HubConnection): HubConnection {
    const { options } = this;
    // What was left may still speak.
    const on = (name: string, handle: (body: never) => void) =>
      connection.on(name, (body: never) => { if (connection === this.connection) handle(body); });
    for (const name of noticeNames) on(name, (body: never) => options.onNotice({ name, body } as GroupNotice));
    on('Slots', (slots: SlotDto[]) => options.onSlots(slots));
    on('OfferAgain', () => options.onOfferAgain());
    on('Standby', () => options.onStandby());
    on('MediaMoved', (relayId: string) => options.onMediaMoved(relayId));
    return connection;
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  /** Another network: whatever was begun over the one before leads nowhere. */
  private readonly networkChanged = (): void => {
    if (!this.up) this.lose?.();
    this.hurry();
  };

  private readonly visibilityChanged = (): void => {
    if (document.visibilityState === 'visible') this.hurry();
  };

  /** Do not sit out the wait. */
  private hurry(): void {
    this.wake?.();
    void this.check();
  }
}

function buildConnection(options: HubLinkOptions): HubConnection {
  const connection = new HubConnectionBuilder()
    .withUrl(options.url, {
      transport: HttpTransportType.WebSockets,
      skipNegotiation: true,
      accessTokenFactory: () => options.token(),
    })
    .configureLogging(LogLevel.None)
    .build();
  connection.keepAliveIntervalInMilliseconds = pingEvery;
  connection.serverTimeoutInMilliseconds = silenceAtMost;
  return connection;
}

/** Tells of another network where the browser has it (W3C Network Information API); null elsewhere. */
function networkInformation(): EventTarget | null {
  return (navigator as Navigator & { connection?: EventTarget }).connection ?? null;
}
