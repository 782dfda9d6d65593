import { useEffect, useLayoutEffect, useRef, type FormEvent, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from '../app/Store';
import { formatClock, useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import type { ConsultationSession } from './ConsultationSession';
import type { ChatLine, EarlierChat, RoomState } from './roomState';
import { SidePanel } from './SidePanel';

/** Characters the hub takes. */
const longestMessage = 4000;

/** Pixels from the top at which the page before is loaded. */
const nearTop = 24;

export function ChatPanel({ session, state, mayWrite, onClose }: {
  session: ConsultationSession;
  state: RoomState;
  mayWrite: boolean;
  onClose: () => void;
}) {
  const { t } = useText();
  const draft = useStore(session.draft);
  const list = useRef<HTMLDivElement>(null);
  const { messages, earlier } = state;
  const newest = messages.at(-1);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest?.id, newest?.state]);
  useKeptPlace(list, messages[0]?.id);
  const loadEarlier = async () => {
    await session.loadEarlier();
    // With the last page the button goes, and must not take the focus with it.
    requestAnimationFrame(() => { if (document.activeElement === document.body) list.current?.focus({ preventScroll: true }); });
  };
  const line = (one: ChatLine) => (
    <Line key={one.id} line={one} own={one.terminalId === state.terminalId} onAgain={() => session.sendAgain(one)} />
  );
  const send = () => {
    const text = draft.trim();
    if (text === '') return;
    session.draft.set('');
    session.send(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  // Enter also picks a candidate while Chinese is being composed; that must not send.
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <SidePanel title={t('chat.title')} testId="chat-panel" onClose={onClose}>
      <div
        className="chat-list" ref={list} role="group" aria-label={t('chat.title')} tabIndex={0} data-testid="chat-list"
        onScroll={event => { if (event.currentTarget.scrollTop < nearTop && earlier.phase === 'idle') void loadEarlier(); }}
      >
        <Earlier earlier={earlier} onLoad={() => void loadEarlier()} />
        {messages.length === 0 && <p className="quiet chat-empty">{t('chat.empty')}</p>}
        {messages.slice(0, earlier.shown).map(line)}
        {/* Only what comes is read aloud, not what is loaded. */}
        <div className="chat-log" role="log" aria-label={t('chat.title')}>{messages.slice(earlier.shown).map(line)}</div>
      </div>
      {mayWrite
        ? (
          <form className="chat-form" onSubmit={submit}>
            <textarea
              aria-label={t('chat.input')} placeholder={t('chat.input')} data-testid="chat-input" rows={2} maxLength={longestMessage} autoFocus
              value={draft} onChange={event => session.draft.set(event.target.value)} onKeyDown={press}
            />
            <button className="button button-primary button-icon" aria-label={t('chat.send')} title={t('chat.send')} data-testid="chat-send" disabled={draft.trim() === ''}>
              <Icon name="send" />
            </button>
          </form>
        )
        : <p className="chat-form quiet">{t('chat.notAllowed')}</p>}
    </SidePanel>
  );
}

/** The way to what was written before: a button, which scrolling to the top presses as well. */
function Earlier({ earlier, onLoad }: { earlier: EarlierChat; onLoad: () => void }) {
  const { t } = useText();
  const busy = earlier.phase === 'loading';
  return (
    <>
      {earlier.cursor !== null && (
        <button type="button" className="button button-small chat-earlier" data-testid="chat-earlier" aria-disabled={busy} onClick={onLoad}>
          {t(busy ? 'chat.earlierLoading' : 'chat.earlier')}
        </button>
      )}
      {earlier.cursor === null && earlier.shown > 0 && <p className="quiet chat-beginning">{t('chat.beginning')}</p>}
      {earlier.phase === 'failed' && <p className="chat-state chat-state-failed" role="alert">{t('chat.earlierFailed')}</p>}
      <p className="hidden" role="status">{earlier.phase === 'idle' && earlier.shown > 0 ? t('chat.earlierShown', { count: earlier.added }) : ''}</p>
    </>
  );
}

/** When lines are put before the first one, what was looked at stays where it is. */
function useKeptPlace(list: RefObject<HTMLDivElement | null>, first: string | undefined): void {
  const drawn = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const shown = list.current;
    if (shown === null) return;
    const before = drawn.current;
    drawn.current = { first, height: shown.scrollHeight };
    if (before.first !== undefined && before.first !== first && before.height > 0) shown.scrollTop += shown.scrollHeight - before.height;
  });
}

function Line({ line, own, onAgain }: { line: ChatLine; own: boolean; onAgain: () => void }) {
  const { t, language } = useText();
  return (
    <div className={`chat-line${own ? ' chat-line-own' : ''}`} data-state={line.state}>
      <span className="chat-head"><strong>{own ? t('room.you') : line.displayName}</strong> <time dateTime={line.sentAt}>{formatClock(line.sentAt, language)}</time></span>
      <span className="chat-text">{line.text}</span>
      {line.state === 'sending' && <span className="chat-state">{t('chat.sending')}</span>}
      {line.state === 'failed' && (
        <span className="chat-state chat-state-failed">
          {line.refusal == null
            ? t('chat.failed')
            : t('chat.failedWhy', { why: t(`refusal.${line.refusal}.title`), what: t(`refusal.${line.refusal}.body`) })}{' '}
          <button type="button" className="button button-small" onClick={onAgain}>{t('chat.again')}</button>
        </span>
      )}
    </div>
  );
}
