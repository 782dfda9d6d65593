import { Store } from '../app/Store';
import type { LocalMedia } from '../media/LocalMedia';
import { readDiagnostics, type Diagnostics } from '../media/diagnostics';
import { RoundTrips } from '../media/RoundTrips';
import { TerminalMedia } from '../media/TerminalMedia';
import type { ChatMessageDto, ErrorDto, GroupNotice, MediaSource, Reply } from '../protocol/hub';
import { passesByItself, refusalCode } from '../protocol/refusals';
import { HubLink } from '../signal/HubLink';
import { newKey } from '../signal/seat';
import { siteRegion } from '../signal/site';
import { SeatClaim } from '../signal/SeatClaim';
import { SequenceGate, type Passage } from '../signal/SequenceGate';
import { emptyRoom, endingOf, expectsMedia, reduceRoom, type RoomAction, type RoomState } from './roomState';

export interface SessionOptions {
  seatKey: string;
  local: LocalMedia;
  /** Called for every connection. */
  token(): Promise<string>;
  /** The token will not do any more: get another, or say false. */
  renewToken(): Promise<boolean>;
  /** Asks over HTTP why the hub does not let us in; null while it cannot be told. */
  explainFailure(): Promise<string | null>;
}

/** Milliseconds between looks at who is speaking. */
const listenEvery = 300;
/** Milliseconds between measurements of the way to relays: some kilometres of road. */
const locateEvery = 120_000;
/** RFC 6464 level, as 0 to 1, above which somebody counts as speaking. */
const speaking = 0.03;

/** One stay in one consultation: joins hub and media, and keeps the state the room is drawn from. */
export class ConsultationSession {
  readonly state = new Store<RoomState>(emptyRoom);
  /** Terminal that is heard now, or null. */
  readonly speaker = new Store<string | null>(null);
  /** The browser wants a tap before it plays sound. */
  readonly soundBlocked = new Store(false);
  /** What is typed and not sent; lives here so that closing the panel or losing the network does not lose it. */
  readonly draft = new Store('');
  private readonly gate = new SequenceGate();
  private readonly hub: HubLink;
  private readonly media: TerminalMedia;
  private claim: SeatClaim | null = null;
  private readonly listening: ReturnType<typeof setInterval>;
  private readonly locating: ReturnType<typeof setInterval>;
  private readonly unwatchLocal: () => void;
  private mutedTold = '';

  constructor(private readonly options: SessionOptions) {
    const { local } = options;
    const near = new RoundTrips(siteRegion(), async region => (await this.hub.call('Probes', region)).value ?? []);
    this.locating = setInterval(() => void this.locate(near), locateEvery);
    this.media = new TerminalMedia({
      track: source => local.track(source),
      capacity: () => this.state.get().group?.capacity ?? null,
      hubUp: () => this.hub.up,
      offer: async request => this.hub.call('Offer', await near.complete(request)),
      offerStandby: async request => this.hub.call('OfferStandby', await near.complete(request)),
      useStandby: relayId => this.hub.call('UseStandby', relayId),
      askGroup: () => this.hub.call('Snapshot'),
      checkHub: () => void this.hub.check(),
      expected: () => expectsMedia(this.state.get()),
      onPhase: (media, refusal) => this.dispatch({ type: 'media', media, refusal }),
      onSlots: slots => this.dispatch({ type: 'slots', slots }),
      onSoundBlocked: blocked => this.soundBlocked.set(blocked),
      onMoved: () => this.dispatch({ type: 'moved' }),
    });
    this.hub = new HubLink({
      url: '/hub/consultation',
      token: () => options.token(),
      onNotice: notice => this.pass(this.gate.offer(notice)),
      onSlots: slots => this.media.link.assign(slots),
      onOfferAgain: () => this.media.failOver.forgotten(),
      onStandby: () => this.media.failOver.standbyWanted(),
      onMediaMoved: relayId => this.media.failOver.moved(relayId),
      onUp: () => this.enter(),
      onDown: () => this.lost(),
      onFailure: failures => void this.onFailure(failures),
    });
    local.onTrack = (source, track) => this.media.link.setTrack(source, track);
    this.unwatchLocal = local.state.subscribe(() => void this.tellMuted());
    this.listening = setInterval(() => this.listen(), listenEvery);
  }

  /**
   * Makes connection and offer while the person still looks at the device check.
   * @param capacity seats of the group; a wrong guess only costs the time that was to be saved.
   */
  prepare(capacity: number): void {
    this.media.link.prepare(capacity);
  }

  join(): void {
    this.claim = new SeatClaim(this.options.seatKey, () =>
      this.dispatch({ type: 'over', ending: { kind: 'refused', code: 'seat.elsewhere' } }));
    this.claim.announce();
    this.hub.start();
  }

  send(text: string): void {
    const state = this.state.get();
    const own = state.members.find(member => member.terminalId === state.terminalId);
    void this.record({
      id: newKey(), terminalId: state.terminalId ?? '', displayName: own?.displayName ?? '', text, sentAt: new Date().toISOString(),
    });
  }

  /** The same id again: the hub records it once however often it is sent. */
  sendAgain(message: ChatMessageDto): void {
    void this.record(message);
  }

  /** Loads the page before what is shown, one at a time. */
  async loadEarlier(): Promise<void> {
    const { cursor, phase } = this.state.get().earlier;
    if (cursor === null || phase === 'loading' || !this.hub.up) return;
    this.dispatch({ type: 'earlierAsked' });
    try {
      const reply = await this.hub.call('Messages', cursor);
      // Entering meanwhile may have begun the chat anew.
      if (this.state.get().earlier.cursor !== cursor) return;
      this.dispatch(reply.value === null ? { type: 'earlierFailed' } : { type: 'earlier', page: reply.value });
    } catch {
      this.dispatch({ type: 'earlierFailed' });
    }
  }

  muteOther(terminalId: string, muted: MediaSource[]): Promise<ErrorDto | null> {
    return this.command(() => this.hub.call('MuteOther', { terminalId, muted }));
  }

  remove(terminalId: string): Promise<ErrorDto | null> {
    return this.command(() => this.hub.call('Remove', terminalId));
  }

  async leave(): Promise<void> {
    if (this.hub.up) await this.command(() => this.hub.call('Leave'));
    this.dispatch({ type: 'over', ending: { kind: 'left' } });
  }

  async closeForAll(): Promise<ErrorDto | null> {
    const error = await this.command(() => this.hub.call('Close'));
    if (error === null) this.dispatch({ type: 'over', ending: { kind: 'closed' } });
    return error;
  }

  streamOf(mid: string): MediaStream | null {
    return this.media.presentation.streamOf(mid);
  }

  resumeSound(): void {
    this.media.presentation.resumeSound();
  }

  diagnostics(): Promise<Diagnostics> {
    return readDiagnostics(this.media, this.state.get().terminalId);
  }

  /** Lets go of everything; the seat itself is held by the server until Leave or its time runs out. */
  dispose(): void {
    clearInterval(this.listening);
    clearInterval(this.locating);
    this.unwatchLocal();
    this.options.local.onTrack = null;
    this.claim?.release();
    this.media.stop();
    void this.hub.stop();
  }

  private async enter(): Promise<void> {
    this.gate.hold();
    const reply = await this.hub.call('Enter', { seatKey: this.options.seatKey });
    if (reply.value === null) return this.refused(reply.error?.code ?? 'unknown');
    this.dispatch({ type: 'entered', reply: reply.value });
    this.pass(this.gate.rebase(reply.value.group.sequence));
    this.mutedTold = '';
    void this.tellMuted();
    this.media.failOver.entered();
    for (const line of this.state.get().messages) {
      if (line.state === 'sending') void this.record(line);
    }
  }

  /** Throws when trying again is right. */
  private async refused(code: string): Promise<void> {
    if (passesByItself(code)) throw new Error(code);
    // A signed-in person's tokens are good for one terminal each; before it entered, another page may have got the same one.
    if ((code === 'token.expired' || code === 'token.used') && await this.options.renewToken()) throw new Error(code);
    this.dispatch({ type: 'over', ending: endingOf(code) });
  }

  private lost(): void {
    this.gate.hold();
    this.media.failOver.hubLost();
    this.dispatch({ type: 'lost' });
  }

  private async onFailure(failures: number): Promise<void> {
    this.dispatch({ type: 'lost' });
    // A WebSocket that is refused does not say why; after the third time plain HTTP is asked.
    if (failures % 3 !== 0) return;
    const code = await this.options.explainFailure();
    if (code !== null) await this.refused(code).catch(() => undefined);
  }

  private pass(passage: Passage): void {
    if (passage.kind === 'gap') return void this.catchUp();
    if (passage.kind === 'apply') {
      for (const notice of passage.notices) this.apply(notice);
    }
  }

  private apply(notice: GroupNotice): void {
    if (notice.name === 'Muted') this.obeyMute(notice.body.terminalId, notice.body.muted, notice.body.byPersonId);
    this.dispatch({ type: 'notice', notice });
  }

  /** A moderator's mute really stops the device; only this person can open it again. */
  private obeyMute(terminalId: string, muted: MediaSource[], byPersonId: string): void {
    const state = this.state.get();
    const own = state.members.find(member => member.terminalId === state.terminalId);
    if (terminalId !== state.terminalId || own?.personId === byPersonId) return;
    const { local } = this.options;
    this.mutedTold = [...muted].sort().join();
    if (muted.includes('microphone')) local.setMicrophoneMuted(true);
    if (muted.includes('camera') && local.track('camera') !== null) local.stopDevice('camera');
    if (muted.includes('screen') && local.track('screen') !== null) local.stopScreen();
  }

  /** Something was missed. Entering once more on the same connection brings all of it; a snapshot would not have what was said. */
  private async catchUp(): Promise<void> {
    try {
      const reply = await this.hub.call('Enter', { seatKey: this.options.seatKey });
      if (reply.value === null) return;
      this.dispatch({ type: 'entered', reply: reply.value });
      this.pass(this.gate.rebase(reply.value.group.sequence));
    } catch {
      // The connection went away meanwhile; entering on the next one does the same.
    }
  }

  private async tellMuted(): Promise<void> {
    const muted = this.options.local.muted();
    const told = [...muted].sort().join();
    if (!this.hub.up || this.state.get().phase !== 'inside' || told === this.mutedTold) return;
    this.mutedTold = told;
    const error = await this.command(() => this.hub.call('SetMuted', muted));
    // The others decide by what was said, so it is said again with the next change or the next connection.
    if (error !== null && this.mutedTold === told) this.mutedTold = '';
  }

  private async record(message: ChatMessageDto): Promise<void> {
    this.dispatch({ type: 'sending', message });
    try {
      const reply = await this.hub.call('SendMessage', { id: message.id, text: message.text });
      if (reply.value !== null) this.dispatch({ type: 'sent', message: reply.value });
      else this.dispatch({ type: 'sendFailed', id: message.id, refusal: refusalCode(reply.error?.code ?? 'unknown') });
    } catch {
      // Stays "sending"; entering again sends it again.
    }
  }

  private async command(call: () => Promise<Reply>): Promise<ErrorDto | null> {
    try {
      return (await call()).error;
    } catch {
      return { code: 'network.unreachable', reason: 'The connection to the server is down.' };
    }
  }

  private listen(): void {
    let loudest: string | null = null;
    let level = speaking;
    for (const slot of this.state.get().slots) {
      if (slot.source !== 'microphone' || slot.terminalId === null) continue;
      const heard = this.media.presentation.levelOf(slot.mid) ?? 0;
      if (heard > level) [loudest, level] = [slot.terminalId, heard];
    }
    this.speaker.set(loudest);
  }

  /** Ambulances drive: once another relay is clearly nearer the server moves our media there. */
  private async locate(near: RoundTrips): Promise<void> {
    if (!this.media.failOver.steady) return;
    const request = await near.renew();
    if (request !== null && this.hub.up) await this.hub.call('Locate', request).catch(() => undefined);
  }

  private dispatch(action: RoomAction): void {
    this.state.set(reduceRoom(this.state.get(), action));
    if (this.state.get().phase === 'over') {
      this.media.stop();
      void this.hub.stop();
    }
  }
}
