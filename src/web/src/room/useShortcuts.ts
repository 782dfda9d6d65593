import { useEffect, useRef } from 'react';

/** Single-letter keys; they rest while somebody types, while a dialog is open, and when combined with Ctrl, Alt or Meta. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
      const target = event.target;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog') !== null) return;
      const action = latest.current[event.key.toLowerCase()];
      if (action === undefined) return;
      // The letter must not land in a field that the action opens.
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
