import type { TextKey } from '../i18n/texts';
import type { CreateConsultationRequest, Urgency } from '../protocol/http';

/** One mistake in a form: the text to show and the values it needs. */
export interface Mistake {
  key: TextKey;
  values?: Record<string, number>;
}

export type Mistakes<Field extends string> = Partial<Record<Field, Mistake>>;

export interface AskForm {
  name: string;
  age: string;
  sex: string;
  idNumber: string;
  phone: string;
  purpose: string;
  urgency: Urgency;
  complaint: string;
  hospital: string;
  department: string;
  specialty: string;
  capacity: string;
}

export const emptyAskForm: AskForm = {
  name: '', age: '', sex: '', idNumber: '', phone: '', purpose: '', urgency: 'routine', complaint: '', hospital: '', department: '',
  specialty: '', capacity: '16',
};

/** Longest texts in characters, the same as the server takes. */
const longest: Partial<Record<keyof AskForm, number>> = {
  name: 80, idNumber: 40, phone: 40, purpose: 2000, complaint: 2000, hospital: 120, department: 120, specialty: 120,
};

export function checkAskForm(form: AskForm): Mistakes<keyof AskForm> {
  const mistakes: Mistakes<keyof AskForm> = {};
  for (const field of ['name', 'purpose'] as const) {
    if (form[field].trim() === '') mistakes[field] = { key: 'valid.required' };
  }
  for (const [field, max] of Object.entries(longest) as [keyof AskForm, number][]) {
    if (form[field].trim().length > max) mistakes[field] = { key: 'valid.tooLong', values: { max } };
  }
  if (form.age.trim() !== '' && !isWhole(form.age, 0, 150)) mistakes.age = { key: 'valid.age' };
  if (form.phone.trim() !== '' && !/^[0-9+\- ]+$/.test(form.phone.trim())) mistakes.phone = { key: 'valid.phone' };
  if (!isWhole(form.capacity, 2, 16)) mistakes.capacity = { key: 'valid.capacity' };
  return mistakes;
}

/** @param requestId made once for a form, so that sending it twice asks once. */
export function toRequest(form: AskForm, requestId: string): CreateConsultationRequest {
  return {
    requestId,
    patient: {
      name: form.name.trim(),
      age: form.age.trim() === '' ? null : Number(form.age),
      sex: orNull(form.sex),
      idNumber: orNull(form.idNumber),
      phone: orNull(form.phone),
    },
    purpose: form.purpose.trim(),
    urgency: form.urgency,
    complaint: orNull(form.complaint),
    hospital: orNull(form.hospital),
    department: orNull(form.department),
    specialty: orNull(form.specialty),
    capacity: Number(form.capacity),
  };
}

export interface PersonForm {
  userName: string;
  displayName: string;
  password: string;
  repeat: string;
}

/** As the server's NameScripts.cs, which knows more: one script, or Chinese characters beside Latin, Japanese or Korean letters. */
const oneScript = new RegExp(
  ['\\p{sc=Latn}\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}', '\\p{sc=Latn}\\p{sc=Hani}\\p{sc=Bopo}', '\\p{sc=Latn}\\p{sc=Hani}\\p{sc=Hang}', '\\p{sc=Cyrl}', '\\p{sc=Grek}',
    '\\p{sc=Hebr}', '\\p{sc=Arab}', '\\p{sc=Thai}', '\\p{sc=Tibt}', '\\p{sc=Mong}'].map(letters => `^[${letters}0-9._@-]+$`).join('|'), 'u');

/** @param withPassword false where the server makes the password, or it stays as it is. */
export function checkPersonForm(form: PersonForm, withPassword: boolean): Mistakes<keyof PersonForm> {
  const mistakes: Mistakes<keyof PersonForm> = {};
  const userName = form.userName.trim();
  if (!/^[\p{L}0-9._@-]{1,64}$/u.test(userName)) mistakes.userName = { key: 'valid.userName' };
  else if (userName.normalize('NFKC') !== userName || !oneScript.test(userName)) mistakes.userName = { key: 'valid.userName.script' };
  if (form.displayName.trim() === '') mistakes.displayName = { key: 'valid.required' };
  else if (form.displayName.trim().length > 80) mistakes.displayName = { key: 'valid.tooLong', values: { max: 80 } };
  return withPassword ? { ...mistakes, ...checkPassword(form.password, form.repeat) } : mistakes;
}

/** A new password that was typed twice. */
export function checkPassword(password: string, repeat: string): Mistakes<'password' | 'repeat'> {
  if (password.length < 10 || password.length > 256) return { password: { key: 'valid.password' } };
  return password === repeat ? {} : { repeat: { key: 'valid.repeat' } };
}

export interface PasswordForm {
  old: string;
  password: string;
  repeat: string;
}

export function checkPasswordForm(form: PasswordForm): Mistakes<keyof PasswordForm> {
  const mistakes: Mistakes<keyof PasswordForm> = checkPassword(form.password, form.repeat);
  if (form.old === '') mistakes.old = { key: 'valid.required' };
  else if (form.old === form.password) mistakes.password = { key: 'account.password.same' };
  return mistakes;
}

function isWhole(text: string, from: number, to: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
