import { useText } from '../i18n/language';
import { Field } from '../ui/Field';
import { NewPasswordFields } from './NewPasswordFields';
import type { Mistakes, PersonForm } from './validation';

export interface PersonFieldsProps {
  form: PersonForm;
  mistakes: Mistakes<keyof PersonForm>;
  onChange: (form: PersonForm) => void;
  /** A user name is chosen once. */
  userNameFixed?: boolean;
  /** False where the server makes the password. */
  withPassword?: boolean;
}

/** Name, user name and password of an account; used by set-up and by the administrator. */
export function PersonFields({ form, mistakes, onChange, userNameFixed = false, withPassword = true }: PersonFieldsProps) {
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
      {withPassword && (
        <NewPasswordFields
          password={form.password} repeat={form.repeat} passwordError={error('password')} repeatError={error('repeat')}
          onChange={(password, repeat) => onChange({ ...form, password, repeat })}
        />
      )}
    </>
  );
}
