import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { useStore } from '../app/Store';
import { formatClock, useText } from '../i18n/language';
import { Icon } from '../ui/Icon';
import type { ConsultationSession } from './ConsultationSession';
import type { ChatLine, RoomState } from './roomState';
import { SidePanel } from './SidePanel';

/** Characters the hub takes. */
const longestMessage = 4000;

export function ChatPanel({ session, state, mayWrite, onClose }: {
  session: ConsultationSession;
  state: RoomState;
  mayWrite: boolean;
  onClose: () => void;
}) {
  const { t } = useText();
  const draft = useStore(session.draft);
  const list = useRef<HTMLDivElement>(null);
  const count = state.messages.length;
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
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
      <div className="chat-list" ref={list} role="log" aria-label={t('chat.title')} tabIndex={0} data-testid="chat-list">
        {count === 0 && <p className="quiet chat-empty">{t('chat.empty')}</p>}
        {state.messages.map(line => <Line key={line.id} line={line} own={line.terminalId === state.terminalId} onAgain={() => session.sendAgain(line)} />)}
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

function Line({ line, own, onAgain }: { line: ChatLine; own: boolean; onAgain: () => void }) {
  const { t, language } = useText();
  return (
    <div className={`chat-line${own ? ' chat-line-own' : ''}`} data-state={line.state}>
      <span className="chat-head"><strong>{own ? t('room.you') : line.displayName}</strong> <time dateTime={line.sentAt}>{formatClock(line.sentAt, language)}</time></span>
      <span className="chat-text">{line.text}</span>
      {line.state === 'sending' && <span className="chat-state">{t('chat.sending')}</span>}
      {line.state === 'failed' && (
        <span className="chat-state chat-state-failed">
          {t('chat.failed')} <button type="button" className="button button-small" onClick={onAgain}>{t('chat.again')}</button>
        </span>
      )}
    </div>
  );
}
