import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { clientCodes, serverCodes } from '../protocol/refusals';
import { en, zh } from './texts';

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort();

test('both languages have the same texts', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
});

test('no text is empty, and Chinese texts are Chinese', () => {
  for (const [key, text] of Object.entries(en)) expect(text.trim(), key).not.toBe('');
  for (const [key, text] of Object.entries(zh)) expect(text, key).toMatch(/[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]/);
});

test('both languages fill in the same values', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    // "One" may stand for the number.
    if (!key.endsWith('_one')) expect(placeholders(zh[key]), key).toEqual(placeholders(en[key]));
  }
});

describe.each([...serverCodes, ...clientCodes])('%s', code => {
  test('has a title and says what to do in both languages', () => {
    for (const texts of [en, zh] as Record<string, string>[]) {
      expect(texts[`refusal.${code}.title`]).toBeTruthy();
      expect(texts[`refusal.${code}.body`]).toBeTruthy();
    }
  });
});

test('plurals follow the language', async () => {
  const instance = i18next.createInstance();
  await instance.init({ lng: 'en', keySeparator: false, nsSeparator: false, resources: { en: { translation: en }, zh: { translation: zh } } });
  expect(instance.t('list.present', { count: 1 })).toBe('1 person inside');
  expect(instance.t('list.present', { count: 3 })).toBe('3 people inside');
  await instance.changeLanguage('zh');
  expect(instance.t('list.present', { count: 3 })).toBe('3 人在内');
});
