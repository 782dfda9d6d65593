import { fullness } from './model';

/** How full, as a bar; the number stands beside it. */
export function LoadBar({ load }: { load: number }) {
  const shown = Math.min(1, Math.max(0, load));
  return (
    <svg className={`load load-${fullness(load)}`} width="100%" height="8" aria-hidden="true">
      <rect className="load-whole" width="100%" height="8" rx="4" />
      {/* A bar with rounded ends cannot be shorter than its height. */}
      {shown > 0 && <rect className="load-used" width={`${Math.max(shown, 0.02) * 100}%`} height="8" rx="4" />}
    </svg>
  );
}
