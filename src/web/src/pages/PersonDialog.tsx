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

/** A password to pass on. */
export interface HandOver {
  name: string;
  password: string;
  until: string;
}

export interface PersonDialogProps {
  /** Null is new. */
  person: PersonDto | null;
  /** @param handOver the password of a new account. */
  onSaved: (handOver: HandOver | null) => void;
  onClose: () => void;
}

/** A new account, or changes to one. */
export function PersonDialog({ person, onSaved, onClose }: PersonDialogProps) {
  const { t } = useText();
  const [form, setForm] = useState<PersonForm>({
    userName: person?.userName ?? '', displayName: person?.displayName ?? '', password: '', repeat: '',
  });
  const [role, setRole] = useState<AccountRole>(person?.role ?? 'applicant');
  const [disabled, setDisabled] = useState(person?.disabled ?? false);
  const [mistakes, setMistakes] = useState<Mistakes<keyof PersonForm>>({});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);

  const save = async (): Promise<HandOver | null> => {
    const displayName = form.displayName.trim();
    if (person !== null) {
      // Only what this administrator has changed: the rest may be newer on the server.
      await server.updatePerson(person.personId, {
        displayName: displayName === person.displayName ? null : displayName,
        role: role === person.role ? null : role,
        password: null,
        disabled: disabled === person.disabled ? null : disabled,
        version: person.version,
      });
      return null;
    }
    const made = await server.createPerson({ userName: form.userName.trim(), displayName, role, password: null });
    return made.oneTimePassword === null ? null : { name: displayName, password: made.oneTimePassword, until: made.oneTimeUntil ?? '' };
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkPersonForm(form, false);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      onSaved(await save());
    } catch (error) {
      setRefusal(errorCode(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={person === null ? t('people.add') : t('people.account', { name: person.displayName })} onClose={onClose}>
      <form className="form" noValidate onSubmit={event => void submit(event)}>
        {refusal !== null && <RefusalNotice code={refusal} />}
        <PersonFields form={form} mistakes={mistakes} onChange={setForm} userNameFixed={person !== null} withPassword={false} />
        <Field label={t('tokens.role')}>
          {attributes => (
            <select {...attributes} data-testid="person-role" value={role} onChange={event => setRole(event.target.value as AccountRole)}>
              {roles.map(one => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
            </select>
          )}
        </Field>
        {person === null && <p className="field-hint">{t('people.new.hint')}</p>}
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
