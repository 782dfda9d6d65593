import type { SlotDto } from '../protocol/hub';
import { AudioOutputs } from './AudioOutputs';
import type { Peer } from './Peer';
import { mapSlots, slotKey } from './slots';

/** Milliseconds for which the last pictures of a closed connection stand in for people whom the new one has not named yet. */
const holdFor = 3000;

/** Marks slots of the closed connection, whose mids are those of the new one again. */
const heldPrefix = 'held:';

/**
 * What is seen and heard of the relay's media. On a change of connection the last pictures stay until the new one's slots are
 * named: those are frozen, so that no other person can appear under a name. Voices carry no names and are heard at once.
 */
export class Presentation {
  private shown: Peer | null = null;
  private held: Peer | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly outputs: AudioOutputs;

  constructor(private readonly onSlots: (slots: SlotDto[]) => void, onSoundBlocked: (blocked: boolean) => void) {
    this.outputs = new AudioOutputs(onSoundBlocked);
  }

  /**
   * From now on this connection is seen and heard; the pictures of the one before stand still, so that it can be closed.
   * @param linger they move on until the first frames of the new ones, and whoever wants it so freezes them soon.
   */
  show(peer: Peer, linger = false): void {
    if (this.shown !== null && this.shown !== peer) {
      if (linger) this.shown.linger();
      else this.shown.freeze();
      this.hold(this.shown);
    }
    this.shown = peer;
    this.refresh();
  }

  /** The slots of the shown connection are other ones. */
  refresh(): void {
    const { shown, held } = this;
    if (shown === null) return;
    this.outputs.play(shown.slots === null
      ? (held === null ? [] : shown.soundStreams())
      : [...mapSlots(shown.slots)].filter(([key]) => key.endsWith('/microphone')).flatMap(([, mid]) => shown.streamOf(mid) ?? []));
    this.onSlots([...shown.slots ?? [], ...heldSlots(held?.slots ?? [], shown.slots ?? [])]);
  }

  /** @param mid as given to onSlots. */
  streamOf(mid: string): MediaStream | null {
    return mid.startsWith(heldPrefix)
      ? this.held?.streamOf(mid.slice(heldPrefix.length)) ?? null
      : this.shown?.streamOf(mid) ?? null;
  }

  levelOf(mid: string): number | null {
    return mid.startsWith(heldPrefix) ? null : this.shown?.levelOf(mid) ?? null;
  }

  /** Called from a click: browsers let sound start only then. */
  resumeSound(): void {
    this.outputs.resume();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.shown = this.held = null;
    this.outputs.clear();
  }

  private hold(peer: Peer): void {
    // One that was never named has no pictures to keep; those from before it are still the last.
    if (peer.slots !== null) this.held = peer;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.held = null;
      this.refresh();
    }, holdFor);
  }
}

/** Pictures of the closed connection that the new one has nothing for yet. */
function heldSlots(closed: readonly SlotDto[], named: readonly SlotDto[]): SlotDto[] {
  const keys = new Set(named.flatMap(slot => (slot.terminalId === null || slot.source === null ? [] : slotKey(slot.terminalId, slot.source))));
  return closed.flatMap(slot =>
    slot.terminalId === null || slot.source === null || slot.source === 'microphone' || keys.has(slotKey(slot.terminalId, slot.source))
      ? []
      : { ...slot, mid: heldPrefix + slot.mid });
}
