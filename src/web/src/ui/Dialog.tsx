import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useText } from '../i18n/language';

/** A modal dialog. The browser's own element keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}

export interface ConfirmProps {
  title: string;
  body: string;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, body, confirm, onConfirm, onClose }: ConfirmProps) {
  const { t } = useText();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{body}</p>
      <div className="actions actions-end">
        <button type="button" className="button" onClick={onClose} autoFocus>{t('app.cancel')}</button>
        <button type="button" className="button button-danger" data-testid="confirm" onClick={() => { onClose(); onConfirm(); }}>{confirm}</button>
      </div>
    </Dialog>
  );
}
