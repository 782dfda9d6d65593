import { useCallback, useEffect, useRef, useState } from 'react';
import { errorCode } from '../api/http';
import type { RefusalCode } from '../protocol/refusals';

export interface Load<T> {
  value: T | null;
  error: RefusalCode | null;
  loading: boolean;
  reload: () => void;
}

/** Loads something, again when `key` changes; an answer to an older question is ignored. What was loaded stays while it loads again. */
export function useLoad<T>(key: string, load: () => Promise<T>): Load<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: RefusalCode | null; loading: boolean }>(
    { key, value: null, error: null, loading: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let current = true;
    setState(before => ({ key, value: before.key === key ? before.value : null, error: null, loading: true }));
    latest.current().then(
      value => { if (current) setState({ key, value, error: null, loading: false }); },
      (error: unknown) => { if (current) setState(before => ({ ...before, error: errorCode(error), loading: false })); });
    return () => { current = false; };
  }, [key, turn]);
  const reload = useCallback(() => setTurn(before => before + 1), []);
  return { value: state.value, error: state.error, loading: state.loading, reload };
}
