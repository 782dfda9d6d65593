import type { Language } from '../i18n/texts';

/** Numbers as people in this language write them. */
function tag(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** Short for large ones, such as 1.2K. */
export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(tag(language), value < 10_000 ? { maximumFractionDigits: 0 } : { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** @param share 0 to 1. */
export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(tag(language), { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}

/** Milliseconds; a dash for what was not measured. */
export function milliseconds(value: number | null, language: Language): string {
  return value === null ? '–' : `${new Intl.NumberFormat(tag(language), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ms`;
}

/** How far a clock is off, with its sign: milliseconds, from a second on seconds. */
export function offset(ms: number, language: Language): string {
  const format = (value: number, maximumFractionDigits: number) =>
    new Intl.NumberFormat(tag(language), { signDisplay: 'exceptZero', maximumFractionDigits }).format(value);
  return Math.abs(ms) < 1000 ? `${format(ms, 0)} ms` : `${format(ms / 1000, 1)} s`;
}

/** The same without its sign, for sentences that say ahead or behind. */
export function difference(ms: number, language: Language): string {
  return offset(Math.abs(ms), language).replace('+', '');
}

/** Loss in percent; a dash for what nobody said. */
export function loss(value: number | null, language: Language): string {
  return value === null ? '–' : percent(value / 100, language);
}

export function clock(at: string | number, language: Language): string {
  return new Intl.DateTimeFormat(tag(language), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(new Date(at));
}
