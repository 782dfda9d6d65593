import { useText } from '../i18n/language';
import { Field } from '../ui/Field';
import type { Mistakes, PersonForm } from './validation';

export interface PersonFieldsProps {
  form: PersonForm;
  mistakes: Mistakes<keyof PersonForm>;
  onChange: (form: PersonForm) => void;
  /** A user name is chosen once. */
  userNameFixed?: boolean;
  passwordLabel?: string;
  passwordHint?: string;
}

/** Name, user name and password of an account; used by set-up and by the administrator. */
export function PersonFields({ form, mistakes, onChange, userNameFixed = false, passwordLabel, passwordHint }: PersonFieldsProps) {
  const { t } = useText();
  const error = (field: keyof PersonForm) => {
    const mistake = mistakes[field];
    return mistake === undefined ? undefined : t(mistake.key, mistake.values);
  };
  const change = (field: keyof PersonForm) => (event: { target: { value: string } }) => onChange({ ...form, [field]: event.target.value });
  return (
    <>
      <Field label={t('setup.displayName')} error={error('displayName')}>
        {attributes => <input {...attributes} data-testid="display-name" autoComplete="name" value={form.displayName} onChange={change('displayName')} />}
      </Field>
      <Field label={t('signIn.userName')} error={error('userName')}>
        {attributes => (
          <input
            {...attributes} data-testid="user-name" autoComplete="username" autoCapitalize="none" spellCheck={false}
            readOnly={userNameFixed} value={form.userName} onChange={change('userName')}
          />
        )}
      </Field>
      <Field label={passwordLabel ?? t('signIn.password')} hint={passwordHint ?? t('valid.password')} error={error('password')}>
        {attributes => (
          <input
            {...attributes} data-testid="password" type="password" autoComplete="new-password"
            value={form.password} onChange={change('password')}
          />
        )}
      </Field>
      <Field label={t('setup.repeat')} error={error('repeat')}>
        {attributes => (
          <input
            {...attributes} data-testid="password-repeat" type="password" autoComplete="new-password"
            value={form.repeat} onChange={change('repeat')}
          />
        )}
      </Field>
    </>
  );
}
