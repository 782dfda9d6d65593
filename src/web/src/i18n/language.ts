import i18next from 'i18next';
import { Store, useStore } from '../app/Store';
import { en, zh, type Language, type TextKey } from './texts';

const remembered = 'consult.language';

function firstLanguage(): Language {
  const kept = localStorage.getItem(remembered);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.languages.some(one => one.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

const language = new Store<Language>(firstLanguage());

void i18next.init({
  lng: language.get(),
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // React escapes.
  interpolation: { escapeValue: false },
  initAsync: false,
  resources: { en: { translation: en }, zh: { translation: zh } },
});
document.documentElement.lang = htmlLanguage(language.get());

/** The region the browser is set to, where it speaks the chosen language: dates as people there write them. */
function locale(value: Language): string {
  return navigator.languages.find(one => one.toLowerCase().startsWith(value)) ?? htmlLanguage(value);
}

function htmlLanguage(value: Language): string {
  return value === 'zh' ? 'zh-CN' : 'en';
}

export function changeLanguage(value: Language): void {
  localStorage.setItem(remembered, value);
  document.documentElement.lang = htmlLanguage(value);
  void i18next.changeLanguage(value).then(() => language.set(value));
}

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const translate: Translate = (key, values) => i18next.t(key, values ?? {});

/** Texts in the present language; the component is drawn again when it changes. */
export function useText(): { t: Translate; language: Language } {
  return { t: translate, language: useStore(language) };
}

/** Day and time as people in this language write them. */
export function formatTime(iso: string, value: Language): string {
  return new Intl.DateTimeFormat(locale(value), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

export function formatClock(iso: string, value: Language): string {
  return new Intl.DateTimeFormat(locale(value), { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}
