import { vi } from 'vitest';

/** As much of a track as the media classes touch. */
export class FakeTrack {
  constructor(readonly kind: 'audio' | 'video', readonly id: string = kind) {}
}

export class FakeStream {
  constructor(readonly tracks: FakeTrack[]) {}
}

class FakeTransceiver {
  mid: string | null = null;
  readonly sent: (FakeTrack | null)[] = [];
  /** When media last came out of it, by the page's clock; null before any did. */
  deliveredAt: number | null = null;
  readonly receiver: { track: FakeTrack; getSynchronizationSources(): { audioLevel: number; timestamp: number }[] };
  readonly sender = { replaceTrack: (track: FakeTrack | null) => { this.sent.push(track); return Promise.resolve(); } };

  constructor(kind: 'audio' | 'video', readonly direction: string) {
    this.receiver = { track: new FakeTrack(kind), getSynchronizationSources: () => (this.deliveredAt === null ? [] : [{ audioLevel: 0.5, timestamp: this.deliveredAt }]) };
  }

  setCodecPreferences(): void {}
}

/** A peer connection that changes its state when a test says so. */
export class FakeConnection {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState = 'stable';
  localDescription: { sdp: string } | null = null;
  remote: string | null = null;
  bytes = 0;
  readonly transceivers: FakeTransceiver[] = [];
  private changed: (() => void) | null = null;

  constructor(private readonly browser: FakeBrowser) {
    browser.connections.push(this);
  }

  addEventListener(_: string, handler: () => void): void {
    this.changed = handler;
  }

  addTransceiver(kind: 'audio' | 'video', init: { direction: string }): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, init.direction);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  setLocalDescription(): Promise<void> {
    this.transceivers.forEach((one, index) => { one.mid = String(index); });
    this.localDescription = { sdp: `offer-${this.browser.connections.indexOf(this)}` };
    return Promise.resolve();
  }

  setRemoteDescription(description: { sdp: string }): Promise<void> {
    if (this.connectionState === 'closed') return Promise.reject(new Error('closed'));
    this.remote = description.sdp;
    return Promise.resolve();
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(new Map([['T1', { type: 'transport', bytesReceived: this.bytes }]]));
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.changed?.();
  }

  /** Sound or a picture comes out of these slots now. */
  deliver(...mids: string[]): void {
    for (const one of this.transceivers) if (one.mid !== null && mids.includes(one.mid)) one.deliveredAt = performance.now();
  }

  close(): void {
    this.connectionState = 'closed';
    this.signalingState = 'closed';
  }

  /** The tracks given to the sending sections last, by their order: microphone, camera, screen. */
  get sending(): (FakeTrack | null)[] {
    return this.transceivers.filter(one => one.direction === 'sendonly').map(one => one.sent.at(-1) ?? null);
  }
}

/** What the media classes need of a browser, in place of the globals of the same name. */
export class FakeBrowser {
  readonly connections: FakeConnection[] = [];
  /** Streams that are heard now. */
  readonly heard = new Set<unknown>();
  /** Video elements of the page. */
  readonly videos: { srcObject: unknown; pause(): void }[] = [];

  install(): void {
    const { heard } = this;
    const browser = this;
    vi.stubGlobal('RTCPeerConnection', class extends FakeConnection {
      constructor() {
        super(browser);
      }
    });
    vi.stubGlobal('MediaStream', FakeStream);
    vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs: [] }) });
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [] }) });
    vi.stubGlobal('document', {
      body: { append: () => undefined },
      querySelectorAll: () => this.videos,
      createElement: () => ({
        set srcObject(stream: unknown) {
          heard.delete(this.stream);
          this.stream = stream;
          if (stream !== null) heard.add(stream);
        },
        stream: null as unknown,
        remove: () => undefined,
        play: () => Promise.resolve(),
      }),
    });
  }

  /** The connection made last. */
  get last(): FakeConnection {
    return this.connections.at(-1)!;
  }

  /** Those that are not closed. */
  get open(): FakeConnection[] {
    return this.connections.filter(one => one.connectionState !== 'closed');
  }
}
