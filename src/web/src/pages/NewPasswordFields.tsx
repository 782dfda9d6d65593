import { useText } from '../i18n/language';
import { Field } from '../ui/Field';

export interface NewPasswordFieldsProps {
  password: string;
  repeat: string;
  label?: string;
  passwordError: string | undefined;
  repeatError: string | undefined;
  onChange: (password: string, repeat: string) => void;
}

/** A new password, typed twice. */
export function NewPasswordFields({ password, repeat, label, passwordError, repeatError, onChange }: NewPasswordFieldsProps) {
  const { t } = useText();
  return (
    <>
      <Field label={label ?? t('signIn.password')} hint={t('valid.password')} error={passwordError}>
        {attributes => (
          <input
            {...attributes} data-testid="password" type="password" autoComplete="new-password"
            value={password} onChange={event => onChange(event.target.value, repeat)}
          />
        )}
      </Field>
      <Field label={t('setup.repeat')} error={repeatError}>
        {attributes => (
          <input
            {...attributes} data-testid="password-repeat" type="password" autoComplete="new-password"
            value={repeat} onChange={event => onChange(password, event.target.value)}
          />
        )}
      </Field>
    </>
  );
}
