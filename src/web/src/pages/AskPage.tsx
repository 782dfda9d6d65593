import { useRef, useState, type FormEvent } from 'react';
import { errorCode } from '../api/http';
import { server } from '../api/server';
import { Link, navigate, paths } from '../app/router';
import { useText } from '../i18n/language';
import type { Urgency } from '../protocol/http';
import type { RefusalCode } from '../protocol/refusals';
import { newKey } from '../signal/seat';
import { Field } from '../ui/Field';
import { RefusalNotice } from '../ui/Notice';
import { checkAskForm, emptyAskForm, toRequest, type AskForm, type Mistakes } from './validation';

const urgencies: readonly Urgency[] = ['routine', 'urgent', 'emergency'];
const sexes = ['female', 'male', 'other', 'unknown'] as const;

export function AskPage() {
  const { t } = useText();
  const [form, setForm] = useState<AskForm>(emptyAskForm);
  const [mistakes, setMistakes] = useState<Mistakes<keyof AskForm>>({});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  // Made once: pressing twice, or again after a lost answer, asks once.
  const [requestId] = useState(newKey);
  const element = useRef<HTMLFormElement>(null);

  const change = (field: keyof AskForm, value: string) => {
    const changed = { ...form, [field]: value } as AskForm;
    setForm(changed);
    if (mistakes[field] !== undefined) setMistakes({ ...mistakes, [field]: checkAskForm(changed)[field] });
  };
  const text = (field: keyof AskForm, label: string, extra: { optional?: boolean; hint?: string; rows?: number; mode?: 'numeric' | 'tel' } = {}) => {
    const mistake = mistakes[field];
    return (
      <Field label={label} hint={extra.hint} optional={extra.optional ?? false} error={mistake === undefined ? undefined : t(mistake.key, mistake.values)}>
        {attributes => extra.rows === undefined
          ? (
            <input
              {...attributes} name={field} data-testid={`ask-${field}`} autoComplete="off" inputMode={extra.mode}
              value={form[field]} onChange={event => change(field, event.target.value)}
            />
          )
          : (
            <textarea
              {...attributes} name={field} data-testid={`ask-${field}`} rows={extra.rows}
              value={form[field]} onChange={event => change(field, event.target.value)}
            />
          )}
      </Field>
    );
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkAskForm(form);
    setMistakes(found);
    const first = Object.keys(emptyAskForm).find(field => found[field as keyof AskForm] !== undefined);
    if (first !== undefined) {
      element.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      const made = await server.ask(toRequest(form, requestId));
      navigate(paths.consultation(made.groupId), 'replace');
    } catch (error) {
      setRefusal(errorCode(error));
      setBusy(false);
    }
  };

  const count = Object.values(mistakes).filter(one => one !== undefined).length;
  return (
    <main id="content" className="page page-form">
      <h1>{t('ask.title')}</h1>
      <p className="lead">{t('ask.lead')}</p>
      <form className="form" ref={element} noValidate onSubmit={event => void submit(event)}>
        <fieldset className="card urgency-choice">
          <legend>{t('ask.urgency')}</legend>
          <div className="choices">
            {urgencies.map(urgency => (
              <label key={urgency} className={`choice choice-${urgency}`}>
                <input type="radio" name="urgency" value={urgency} data-testid={`ask-urgency-${urgency}`} checked={form.urgency === urgency} onChange={() => change('urgency', urgency)} />
                <span><strong>{t(`urgency.${urgency}`)}</strong><small>{t(`ask.urgency.${urgency}`)}</small></span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset className="card">
          <legend>{t('ask.patient')}</legend>
          <div className="form-grid">
            {text('name', t('ask.name'))}
            {text('age', t('ask.age'), { optional: true, mode: 'numeric' })}
            <Field label={t('ask.sex')} optional>
              {attributes => (
                <select {...attributes} name="sex" data-testid="ask-sex" value={form.sex} onChange={event => change('sex', event.target.value)}>
                  <option value="" />
                  {sexes.map(sex => <option key={sex} value={sex}>{t(`sex.${sex}`)}</option>)}
                </select>
              )}
            </Field>
            {text('phone', t('ask.phone'), { optional: true, mode: 'tel' })}
            {text('idNumber', t('ask.idNumber'), { optional: true })}
          </div>
        </fieldset>
        <fieldset className="card">
          <legend>{t('ask.case')}</legend>
          {text('purpose', t('ask.purpose'), { hint: t('ask.purpose.hint'), rows: 2 })}
          {text('complaint', t('ask.complaint'), { optional: true, rows: 4 })}
        </fieldset>
        <fieldset className="card">
          <legend>{t('ask.place')}</legend>
          <div className="form-grid">
            {text('hospital', t('ask.hospital'), { optional: true })}
            {text('department', t('ask.department'), { optional: true })}
            {text('specialty', t('ask.specialty'), { optional: true })}
            {text('capacity', t('ask.capacity'), { mode: 'numeric' })}
          </div>
        </fieldset>
        <div aria-live="polite">
          {count > 0 && <p className="field-error">{t('valid.summary', { count })}</p>}
        </div>
        {refusal !== null && <RefusalNotice code={refusal} title={t('ask.failed')} />}
        <div className="actions">
          <button className="button button-primary" data-testid="ask-submit" disabled={busy}>{t('ask.submit')}</button>
          <Link to={paths.consultations} className="button">{t('app.cancel')}</Link>
        </div>
      </form>
    </main>
  );
}
