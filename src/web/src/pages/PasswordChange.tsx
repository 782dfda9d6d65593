import { useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { Field } from '../ui/Field';
import { RefusalNotice } from '../ui/Notice';
import { NewPasswordFields } from './NewPasswordFields';
import { checkPasswordForm, type Mistakes, type PasswordForm } from './validation';

const empty: PasswordForm = { old: '', password: '', repeat: '' };

/** Changes one's own password. */
export function PasswordChange({ userName, oldLabel, onChanged }: { userName: string; oldLabel: string; onChanged: () => void }) {
  const { t } = useText();
  const [form, setForm] = useState(empty);
  const [mistakes, setMistakes] = useState<Mistakes<keyof PasswordForm>>({});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const error = (field: keyof PasswordForm) => {
    const mistake = mistakes[field];
    return mistake === undefined ? undefined : t(mistake.key, mistake.values);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkPasswordForm(form);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      await server.changePassword({ oldPassword: form.old, newPassword: form.password });
      setForm(empty);
      onChanged();
    } catch (failed) {
      setRefusal(errorCode(failed));
    }
    setBusy(false);
  };

  return (
    <form className="form" noValidate onSubmit={event => void submit(event)}>
      {refusal !== null && <RefusalNotice code={refusal} />}
      {/* For password managers: whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={userName} readOnly />
      <Field label={oldLabel} error={error('old')}>
        {attributes => (
          <input
            {...attributes} data-testid="password-old" type="password" autoComplete="current-password"
            value={form.old} onChange={event => setForm({ ...form, old: event.target.value })}
          />
        )}
      </Field>
      <NewPasswordFields
        label={t('account.password.new')} password={form.password} repeat={form.repeat} passwordError={error('password')} repeatError={error('repeat')}
        onChange={(password, repeat) => setForm({ ...form, password, repeat })}
      />
      <div className="actions"><button className="button button-primary" data-testid="password-change" disabled={busy}>{t('account.password.submit')}</button></div>
    </form>
  );
}
