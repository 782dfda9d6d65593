import { useCallback, useEffect, useState } from 'react';
import { navigate, paths } from '../app/router';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { keepInside, keepToken, readToken } from '../signal/seat';
import { FullNotice } from '../ui/Notice';

/** `/join#token=…`: takes the token out of the address, keeps it in this tab, and goes on to the room. */
export function JoinPage() {
  const { t } = useText();
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const take = useCallback(() => {
    const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
    const face = readToken(token);
    if (token === '') setRefusal('token.missing');
    else if (face === null) setRefusal('token.malformed');
    else {
      keepToken(face.groupId, token, false);
      keepInside(face.groupId, false);
      navigate(paths.room(face.groupId), 'replace');
    }
  }, []);
  useEffect(() => {
    take();
    // Another link pasted into the same tab changes only what stands after the hash.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, [take]);
  if (refusal === null) return null;
  return (
    <FullNotice icon="alert" testId="refused" code={refusal} title={t(`refusal.${refusal}.title`)} body={t(`refusal.${refusal}.body`)} />
  );
}
