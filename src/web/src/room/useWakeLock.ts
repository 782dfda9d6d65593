import { useEffect } from 'react';

/** Keeps the screen of a phone or tablet lit while one is in the room. Browsers take the lock back from hidden pages; it is asked for again. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        lock = await navigator.wakeLock?.request('screen') ?? null;
        if (left) await lock?.release();
      } catch {
        // Low battery, or not allowed here: the room works without.
      }
    };
    const again = () => void ask();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
