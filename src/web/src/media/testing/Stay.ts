import { vi } from 'vitest';
import type { MediaSource, OfferReply, OfferRequest, Reply, ReplyOf, SlotDto } from '../../protocol/hub';
import { isFrozen } from '../frozen';
import { TerminalMedia } from '../TerminalMedia';
import { FakeBrowser, FakeTrack, type FakeConnection } from './browser';

const accepted: Reply = { error: null };

/** One terminal's media on a fake browser, and the hub's side of it, played by the test. */
export class Stay {
  readonly browser = new FakeBrowser();
  readonly tracks: Record<MediaSource, FakeTrack | null> = { microphone: new FakeTrack('audio', 'mic'), camera: new FakeTrack('video', 'cam'), screen: null };
  readonly media: TerminalMedia;
  /** Every call, in order. */
  readonly calls: string[] = [];
  slots: SlotDto[] = [];
  phase = 'idle';
  moved = 0;
  hubUp = true;
  expected = true;
  /** Relays that answer, in order; the last one from then on. */
  offerRelays = ['relay-1'];
  standbyRelays = ['relay-2'];
  useStandby: () => Promise<Reply> = () => Promise.resolve(accepted);
  checks = 0;
  /** What the hub's connection does when it is checked. */
  checkHub: () => void = () => undefined;
  askGroup: () => Promise<unknown> = () => Promise.resolve();
  /** Replaces the answer to the next offers. */
  offer: (() => Promise<ReplyOf<OfferReply>>) | null = null;

  constructor() {
    vi.useFakeTimers();
    this.browser.install();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    this.media = new TerminalMedia({
      track: source => this.tracks[source] as unknown as MediaStreamTrack | null,
      capacity: () => 3,
      hubUp: () => this.hubUp,
      offer: () => this.offer?.() ?? this.answer('Offer', this.offerRelays),
      offerStandby: (_: OfferRequest) => this.answer('OfferStandby', this.standbyRelays),
      askGroup: () => this.askGroup(),
      checkHub: () => { this.checks++; this.checkHub(); },
      useStandby: () => { this.calls.push('UseStandby'); return this.useStandby(); },
      expected: () => this.expected,
      onPhase: phase => { this.phase = phase; },
      onSlots: slots => { this.slots = slots; },
      onSoundBlocked: () => undefined,
      onMoved: () => { this.moved++; },
    });
  }

  pass(milliseconds: number): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(milliseconds);
  }

  /** Lets time pass while media comes in on a connection. */
  async flow(connection: FakeConnection, milliseconds: number): Promise<void> {
    for (let step = 0; step < milliseconds; step += 50) {
      connection.bytes += 1000;
      await this.pass(50);
    }
  }

  /** Entered, with media over relay-1 and a connected standby on relay-2. */
  async begin(): Promise<{ active: FakeConnection; standby: FakeConnection }> {
    this.media.failOver.entered();
    await this.pass(0);
    const active = this.browser.last;
    active.become('connected');
    await this.flow(active, 400);
    const standby = this.browser.last;
    standby.become('connected');
    return { active, standby };
  }

  /** The hub names the slots of the session: sections 3 and 4 hear, 5 to 7 see. */
  name(...filled: [mid: string, terminalId: string, source: SlotDto['source']][]): void {
    this.media.link.assign(filled.map(([mid, terminalId, source]) => ({ mid, terminalId, source })));
  }

  hubLost(): void {
    this.hubUp = false;
    this.media.failOver.hubLost();
  }

  hubBack(): void {
    this.hubUp = true;
    this.media.failOver.entered();
  }

  /** Whose picture is where: `terminal/source`, and whether it moves or stands still. */
  get seen(): string[] {
    return this.slots.filter(slot => slot.terminalId !== null && slot.source !== 'microphone').map(slot => {
      const stream = this.media.presentation.streamOf(slot.mid);
      return `${slot.terminalId}/${slot.source} ${stream === null ? 'none' : isFrozen(stream) ? 'still' : 'moves'}`;
    });
  }

  end(): void {
    this.media.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  }

  private answer(call: string, relays: string[]): Promise<ReplyOf<OfferReply>> {
    this.calls.push(call);
    if (!this.hubUp) return Promise.reject(new Error('no hub'));
    const relayId = relays.length > 1 ? relays.shift()! : relays[0];
    return Promise.resolve(relayId === undefined
      ? { value: null, error: { code: 'relay.no_standby', reason: '' } }
      : { value: { sdp: 'answer', relayId }, error: null });
  }
}
