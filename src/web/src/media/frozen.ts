const frozen = new WeakSet<MediaStream>();
const lingering = new WeakSet<MediaStream>();

/**
 * Stops the picture of a stream at its present frame, for good. Before its connection is closed: a browser blackens an element that
 * still plays when its track ends, while a paused one keeps the frame.
 */
export function freeze(stream: MediaStream): void {
  frozen.add(stream);
  for (const video of document.querySelectorAll('video')) {
    if (video.srcObject === stream) video.pause();
  }
}

/** Lets the picture of a stream go on beside the one that follows it, until it is frozen. */
export function linger(stream: MediaStream): void {
  lingering.add(stream);
}

export function isFrozen(stream: MediaStream): boolean {
  return frozen.has(stream);
}

/** A frozen picture cannot turn into somebody else, as the slot of a running connection can; one that lingers does not for that moment. */
export function mayStandIn(stream: MediaStream): boolean {
  return frozen.has(stream) || lingering.has(stream);
}
