import { expect, test } from 'vitest';
import { checkAskForm, checkPasswordForm, checkPersonForm, emptyAskForm, toRequest } from './validation';

const good = { ...emptyAskForm, name: '王芳', purpose: 'Thrombolysis?' };

test('name and purpose are needed, the rest is not', () => {
  expect(Object.keys(checkAskForm(emptyAskForm)).sort()).toEqual(['name', 'purpose']);
  expect(checkAskForm(good)).toEqual({});
});

test('blanks do not count as filled in', () => {
  expect(checkAskForm({ ...good, purpose: '   ' }).purpose).toEqual({ key: 'valid.required' });
});

test.each(['-1', '151', '4.5', 'old'])('age %s is refused', age => {
  expect(checkAskForm({ ...good, age }).age).toEqual({ key: 'valid.age' });
});

test.each(['0', '150', ''])('age "%s" is taken', age => {
  expect(checkAskForm({ ...good, age }).age).toBeUndefined();
});

test.each(['1', '17', '', '2.5'])('%s seats are refused', capacity => {
  expect(checkAskForm({ ...good, capacity }).capacity).toEqual({ key: 'valid.capacity' });
});

test('every mistake is found at once', () => {
  const mistakes = checkAskForm({ ...good, name: '', age: 'x', phone: 'call me', complaint: 'a'.repeat(2001) });
  expect(Object.keys(mistakes).sort()).toEqual(['age', 'complaint', 'name', 'phone']);
  expect(mistakes.complaint).toEqual({ key: 'valid.tooLong', values: { max: 2000 } });
});

test('the request has numbers as numbers, blanks as null, and texts trimmed', () => {
  const request = toRequest({ ...good, name: ' 王芳 ', age: '62', hospital: '  ', capacity: '4' }, 'r-1');
  expect(request).toMatchObject({ requestId: 'r-1', hospital: null, capacity: 4, patient: { name: '王芳', age: 62, sex: null } });
});

test('a new account needs a long password, typed twice', () => {
  const form = { userName: 'li.wei', displayName: '李伟', password: 'short', repeat: 'short' };
  expect(checkPersonForm(form, true)).toEqual({ password: { key: 'valid.password' } });
  expect(checkPersonForm({ ...form, password: 'long enough 1', repeat: 'other' }, true)).toEqual({ repeat: { key: 'valid.repeat' } });
  expect(checkPersonForm({ ...form, password: '', repeat: '' }, false)).toEqual({});
  expect(checkPersonForm({ ...form, userName: 'a b!', password: '', repeat: '' }, false)).toEqual({ userName: { key: 'valid.userName' } });
});

test('a new password is typed twice and differs from the present one', () => {
  expect(checkPasswordForm({ old: 'present one', password: 'a new password', repeat: 'a new password' })).toEqual({});
  expect(checkPasswordForm({ old: '', password: 'a new password', repeat: 'a newer password' }))
    .toEqual({ old: { key: 'valid.required' }, repeat: { key: 'valid.repeat' } });
  expect(checkPasswordForm({ old: 'the same one', password: 'the same one', repeat: 'the same one' }))
    .toEqual({ password: { key: 'account.password.same' } });
  expect(checkPasswordForm({ old: 'present one', password: 'short', repeat: 'short' })).toEqual({ password: { key: 'valid.password' } });
});

test.each(['аdmin', 'ａｄｍｉｎ', '李а'])('%s looks like another user name', userName => {
  expect(checkPersonForm({ userName, displayName: 'Li', password: '', repeat: '' }, false)).toEqual({ userName: { key: 'valid.userName.script' } });
});

test.each(['li.applicant', '李医生', '李文.li-wen', 'иванов', '김민수'])('%s is a good user name', userName => {
  expect(checkPersonForm({ userName, displayName: 'Li', password: '', repeat: '' }, false)).toEqual({});
});
