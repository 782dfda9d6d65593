import type { ReactNode } from 'react';
import { useId } from 'react';
import { useText } from '../i18n/language';

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** Shown below the field and announced; the field is marked invalid. */
  error?: string | undefined;
  optional?: boolean;
  /** The control; it gets the id and the descriptions. */
  children: (attributes: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode;
}

/** A labelled control with its hint and its error beside it. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const { t } = useText();
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(one => one !== '').join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="field-optional"> {t('app.optional')}</span>}
      </label>
      {hint !== undefined && <p className="field-hint" id={`${id}-hint`}>{hint}</p>}
      {children({
        id,
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
        ...(described === '' ? {} : { 'aria-describedby': described }),
      })}
      {error !== undefined && <p className="field-error" id={`${id}-error`}>{error}</p>}
    </div>
  );
}
