/**
 * Waits before the n-th attempt to get the hub back, in milliseconds: at once, then soon, every second while a restarting server may
 * be expected, then every two seconds for ever.
 */
const waits = [0, 300, 600, 1000, 1000, 1000, 1000, 1000, 1000, 1500];
const steady = 2000;

/** @param failures attempts that failed since the connection was last good; 0 or more. */
export function retryDelay(failures: number): number {
  return waits[failures] ?? steady;
}
