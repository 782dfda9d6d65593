import { useCallback, useEffect, useState } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import type { EnrolmentsDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';

/** Milliseconds between questions: a node that starts to wait is seen soon enough. */
const askEvery = 3000;

/** Which relay nodes may join, while the page is looked at. */
export function useEnrolments(): { enrolments: EnrolmentsDto | null; error: RefusalCode | null; askNow: () => Promise<void> } {
  const [enrolments, setEnrolments] = useState<EnrolmentsDto | null>(null);
  const [error, setError] = useState<RefusalCode | null>(null);
  const askNow = useCallback(async () => {
    try {
      setEnrolments(await server.enrolments());
      setError(null);
    } catch (failed) {
      setError(errorCode(failed));
    }
  }, []);
  useEffect(() => {
    void askNow();
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') void askNow();
    }, askEvery);
    return () => clearInterval(timer);
  }, [askNow]);
  return { enrolments, error, askNow };
}
