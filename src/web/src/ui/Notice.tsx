import type { ReactNode } from 'react';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { Icon } from './Icon';

/** A refusal in plain words, where it happened. */
export function RefusalNotice({ code, title }: { code: RefusalCode; title?: string }) {
  const { t } = useText();
  return (
    <div className="notice notice-danger" role="alert" data-testid="refusal" data-code={code}>
      <Icon name="alert" />
      <div>
        <strong>{title ?? t(`refusal.${code}.title`)}</strong>
        <p>{title === undefined ? '' : `${t(`refusal.${code}.title`)}. `}{t(`refusal.${code}.body`)}</p>
      </div>
    </div>
  );
}

/** A whole page that says one thing: ended, refused, not found. */
export function FullNotice({ icon, title, body, testId, code, children }: {
  icon: Parameters<typeof Icon>[0]['name'];
  title: string;
  body: string;
  testId?: string;
  code?: string;
  children?: ReactNode;
}) {
  return (
    <main id="content" className="full-notice" data-testid={testId} data-code={code}>
      <span className="full-notice-icon"><Icon name={icon} size={32} /></span>
      <h1>{title}</h1>
      <p>{body}</p>
      <div className="actions actions-center">{children}</div>
    </main>
  );
}

export function Loading() {
  const { t } = useText();
  return <p className="loading" role="status"><span className="spinner" aria-hidden="true" />{t('app.loading')}</p>;
}
