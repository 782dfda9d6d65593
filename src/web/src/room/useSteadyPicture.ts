import { useEffect, useState } from 'react';
import { mayStandIn } from '../media/frozen';

/** Milliseconds for which a last frame may stand in for a picture that does not come. */
const standsInFor = 3000;

export interface SteadyPicture {
  /** The one before, which is shown until the present one has a frame; null otherwise. */
  behind: MediaStream | null;
  /** Something is to be seen. */
  live: boolean;
  /** The present one has its first frame. */
  onLive: () => void;
}

/** Takes one person's picture from one connection to the next without a gap. */
export function useSteadyPicture(stream: MediaStream | null): SteadyPicture {
  const [seen, setSeen] = useState<MediaStream | null>(null);
  const behind = standIn(seen, stream);
  useEffect(() => {
    if (behind === null) return undefined;
    const timer = setTimeout(() => setSeen(before => (before === behind ? null : before)), standsInFor);
    return () => clearTimeout(timer);
  }, [behind]);
  return { behind, live: behind !== null || (seen !== null && seen === stream), onLive: () => setSeen(stream) };
}

/** What was seen last may stay only when it has been left: the slot of a running connection can show somebody else by now. */
export function standIn(seen: MediaStream | null, present: MediaStream | null): MediaStream | null {
  return seen !== null && seen !== present && mayStandIn(seen) ? seen : null;
}
