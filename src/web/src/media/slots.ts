import type { MediaSource, SlotDto } from '../protocol/hub';

/** Which slot of ours carries what of whom; by `terminalId/source`. */
export type SlotMap = ReadonlyMap<string, string>;

export function slotKey(terminalId: string, source: MediaSource): string {
  return `${terminalId}/${source}`;
}

/** Empty slots are left out; should two slots name the same track, the later one wins. */
export function mapSlots(slots: readonly SlotDto[]): SlotMap {
  const map = new Map<string, string>();
  for (const slot of slots) {
    if (slot.terminalId !== null && slot.source !== null) map.set(slotKey(slot.terminalId, slot.source), slot.mid);
  }
  return map;
}

/** Sections of the one offer, in order: what we send, then room for everybody else. */
export interface OfferPlan {
  sending: { source: MediaSource; kind: 'audio' | 'video' }[];
  audioSlots: number;
  videoSlots: number;
}

/** @param capacity seats of the group, 2 to 16. One picture slot more than there are others: for a shared screen. */
export function planOffer(capacity: number): OfferPlan {
  const seats = Math.min(16, Math.max(2, Math.floor(capacity)));
  return {
    sending: [
      { source: 'microphone', kind: 'audio' },
      { source: 'camera', kind: 'video' },
      { source: 'screen', kind: 'video' },
    ],
    audioSlots: seats - 1,
    videoSlots: seats,
  };
}
