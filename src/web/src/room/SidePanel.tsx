import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../i18n/language';
import { Icon } from '../ui/Icon';

/** A column beside the room; on a phone it covers it. */
export function SidePanel({ title, testId, onClose, children }: { title: string; testId: string; onClose: () => void; children: ReactNode }) {
  const { t } = useText();
  const titleId = useId();
  // A dialog over the panel closes by itself first.
  const escape = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target.closest('dialog') === null) onClose();
  };
  return (
    <aside className="panel" aria-labelledby={titleId} data-testid={testId} onKeyDown={escape}>
      <div className="panel-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="button button-quiet button-icon" aria-label={t('app.close')} title={t('app.close')} onClick={onClose}><Icon name="end" /></button>
      </div>
      {children}
    </aside>
  );
}
