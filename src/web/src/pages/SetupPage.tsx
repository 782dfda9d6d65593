import { useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { loadAccount } from '../app/account';
import { navigate, paths } from '../app/router';
import { useText } from '../i18n/language';
import type { RefusalCode } from '../protocol/refusals';
import { RefusalNotice } from '../ui/Notice';
import { PersonFields } from './PersonFields';
import { checkPersonForm, type Mistakes, type PersonForm } from './validation';

/** `/setup#code=…`: the code stands after the hash and so never reaches a server log. */
export function SetupPage() {
  const { t } = useText();
  const [code] = useState(() => new URLSearchParams(location.hash.slice(1)).get('code') ?? '');
  const [form, setForm] = useState<PersonForm>({ userName: '', displayName: '', password: '', repeat: '' });
  const [mistakes, setMistakes] = useState<Mistakes<keyof PersonForm>>({});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkPersonForm(form, true);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      const { userName, displayName, password } = form;
      await server.setup({ code, userName: userName.trim(), displayName: displayName.trim(), password });
      await server.signIn({ userName: userName.trim(), password });
      await loadAccount();
      navigate(paths.people, 'replace');
    } catch (error) {
      setRefusal(errorCode(error));
      setBusy(false);
    }
  };

  return (
    <main id="content" className="page page-narrow">
      <form className="card form" noValidate onSubmit={event => void submit(event)}>
        <h1>{t('setup.title')}</h1>
        <p className="lead">{t('setup.lead')}</p>
        {code === '' && <p className="notice notice-danger" role="alert">{t('setup.noCode')}</p>}
        {refusal !== null && <RefusalNotice code={refusal} />}
        <PersonFields form={form} mistakes={mistakes} onChange={setForm} />
        <button className="button button-primary button-wide" data-testid="setup" disabled={busy || code === ''}>{t('setup.submit')}</button>
      </form>
    </main>
  );
}
