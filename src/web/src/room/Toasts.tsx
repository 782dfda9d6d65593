import { useEffect, useState } from 'react';
import { useText, type Translate } from '../i18n/language';
import type { Announcement } from './roomState';

/** Milliseconds a toast stays. */
const shownFor = 6000;

function textOf(t: Translate, one: Announcement): string {
  switch (one.kind) {
    case 'connected': return t('room.connected');
    case 'mutedByOther': return t('room.mutedBy', { name: one.name });
    case 'message': return t('room.messageFrom', { name: one.name, text: one.text ?? '' });
    default: return t(`room.${one.kind}`, { name: one.name });
  }
}

/** Who came and went, for the eye for a while and for the screen reader at once. The banner shows `connected`, the chat its messages. */
export function Toasts({ announcements }: { announcements: readonly Announcement[] }) {
  const { t } = useText();
  const [gone, setGone] = useState(0);
  const last = announcements.at(-1);
  useEffect(() => {
    if (last === undefined) return undefined;
    const timer = setTimeout(() => setGone(last.id), shownFor);
    return () => clearTimeout(timer);
  }, [last]);
  const shown = announcements.filter(one => one.id > gone && one.kind !== 'connected').slice(-3);
  return (
    <>
      <ul className="toasts" aria-hidden="true" data-testid="toasts">
        {shown.map(one => <li key={one.id} className={`toast toast-${one.kind}`}>{textOf(t, one)}</li>)}
      </ul>
      <p className="hidden" role="log" aria-live="polite" data-testid="live">
        {announcements.filter(one => one.kind !== 'connected').slice(-1).map(one => <span key={one.id}>{textOf(t, one)}</span>)}
      </p>
    </>
  );
}
