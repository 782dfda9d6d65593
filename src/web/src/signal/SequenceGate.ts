import type { GroupNotice } from '../protocol/hub';

/** What to do with a notice that has just come in. */
export type Passage =
  | { kind: 'apply'; notices: GroupNotice[] }
  | { kind: 'drop' }
  | { kind: 'gap' };

/**
 * Lets notices through in sequence. Before the first snapshot and inside a gap it keeps them, so that nothing
 * that arrives while a snapshot is on its way is lost or applied twice.
 */
export class SequenceGate {
  private last: number | null = null;
  private kept: GroupNotice[] = [];

  /** The snapshot's sequence is the new ground; returns the kept notices that follow it without a gap. */
  rebase(sequence: number): Passage {
    this.last = sequence;
    const kept = this.kept.sort((a, b) => a.body.sequence - b.body.sequence);
    this.kept = [];
    const notices: GroupNotice[] = [];
    for (const notice of kept) {
      const passage = this.offer(notice);
      if (passage.kind === 'apply') notices.push(...passage.notices);
    }
    return this.kept.length > 0 ? { kind: 'gap' } : { kind: 'apply', notices };
  }

  /** The connection is gone: keep whatever comes until the next snapshot. */
  hold(): void {
    this.last = null;
    this.kept = [];
  }

  offer(notice: GroupNotice): Passage {
    const sequence = notice.body.sequence;
    if (this.last === null) {
      this.kept.push(notice);
      return { kind: 'drop' };
    }
    if (notice.name === 'Quality' || notice.name === 'Undecodable') {
      return sequence <= this.last ? { kind: 'apply', notices: [notice] } : { kind: 'drop' };
    }
    if (sequence <= this.last) return { kind: 'drop' };
    if (sequence === this.last + 1 && notice.name !== 'Missed') {
      this.last = sequence;
      return { kind: 'apply', notices: [notice] };
    }
    this.last = null;
    this.kept.push(notice);
    return { kind: 'gap' };
  }
}
