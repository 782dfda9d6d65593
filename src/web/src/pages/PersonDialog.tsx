import { useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { useText } from '../i18n/language';
import type { AccountRole, PersonDto } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { RefusalNotice } from '../ui/Notice';
import { PersonFields } from './PersonFields';
import { checkPersonForm, type Mistakes, type PersonForm } from './validation';

const roles: readonly AccountRole[] = ['applicant', 'expert', 'coordinator', 'administrator'];

/** A new account, or changes to one; null is new. */
export function PersonDialog({ person, onSaved, onClose }: { person: PersonDto | null; onSaved: () => void; onClose: () => void }) {
  const { t } = useText();
  const [form, setForm] = useState<PersonForm>({
    userName: person?.userName ?? '', displayName: person?.displayName ?? '', password: '', repeat: '',
  });
  const [role, setRole] = useState<AccountRole>(person?.role ?? 'applicant');
  const [disabled, setDisabled] = useState(person?.disabled ?? false);
  const [mistakes, setMistakes] = useState<Mistakes<keyof PersonForm>>({});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkPersonForm(form, person === null);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefusal(null);
    const displayName = form.displayName.trim();
    try {
      if (person === null) await server.createPerson({ userName: form.userName.trim(), displayName, role, password: form.password });
      else await server.updatePerson(person.personId, { displayName, role, password: form.password === '' ? null : form.password, disabled });
      onSaved();
      onClose();
    } catch (error) {
      setRefusal(errorCode(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={person === null ? t('people.add') : t('people.account', { name: person.displayName })} onClose={onClose}>
      <form className="form" noValidate onSubmit={event => void submit(event)}>
        {refusal !== null && <RefusalNotice code={refusal} />}
        <PersonFields
          form={form} mistakes={mistakes} onChange={setForm} userNameFixed={person !== null}
          {...(person === null ? {} : { passwordLabel: t('people.newPassword'), passwordHint: t('people.newPassword.hint') })}
        />
        <Field label={t('tokens.role')}>
          {attributes => (
            <select {...attributes} data-testid="person-role" value={role} onChange={event => setRole(event.target.value as AccountRole)}>
              {roles.map(one => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
            </select>
          )}
        </Field>
        {person !== null && (
          <label className="check"><input type="checkbox" checked={disabled} onChange={event => setDisabled(event.target.checked)} />{t('people.disable')}</label>
        )}
        <div className="actions actions-end">
          <button type="button" className="button" onClick={onClose}>{t('app.cancel')}</button>
          <button className="button button-primary" data-testid="person-save" disabled={busy}>{t(person === null ? 'people.create' : 'app.save')}</button>
        </div>
      </form>
    </Dialog>
  );
}
