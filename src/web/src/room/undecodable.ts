import type { MediaSource, MemberDto } from '../protocol/hub';

/** One source that some in the room cannot decode. */
export interface Misfit {
  publisher: MemberDto;
  source: MediaSource;
  codec: string;
  /** Who cannot, this terminal first. */
  receivers: MemberDto[];
}

/** What is sent and not everybody can decode, by publisher and source. A source that is muted is missed by nobody. */
export function misfits(members: readonly MemberDto[], ownId: string | null): Misfit[] {
  const found = new Map<string, Misfit>();
  const ownFirst = [...members].sort((a, b) => Number(b.terminalId === ownId) - Number(a.terminalId === ownId));
  for (const receiver of ownFirst) {
    // A server before this version says nothing of it.
    for (const { terminalId, source, codec } of receiver.undecodable ?? []) {
      const publisher = members.find(member => member.terminalId === terminalId);
      if (publisher === undefined || publisher.muted.includes(source)) continue;
      const key = `${terminalId} ${source} ${codec}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { publisher, source, codec, receivers: [receiver] });
      else known.receivers.push(receiver);
    }
  }
  return [...found.values()];
}
