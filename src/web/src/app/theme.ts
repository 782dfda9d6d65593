import { Store } from './Store';

/** Light for bright ambulances, dark for dark operating rooms; `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';

const remembered = 'consult.theme';
const order: readonly Theme[] = ['system', 'light', 'dark'];

function first(): Theme {
  const kept = localStorage.getItem(remembered);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export const theme = new Store<Theme>(first());

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The page always says which one it is, so that the style sheet needs each colour twice and not three times. */
function show(value: Theme): void {
  document.documentElement.dataset.theme = value !== 'system' ? value : systemIsDark.matches ? 'dark' : 'light';
}

show(theme.get());
systemIsDark.addEventListener('change', () => show(theme.get()));

export function nextTheme(): void {
  const value = order[(order.indexOf(theme.get()) + 1) % order.length]!;
  localStorage.setItem(remembered, value);
  show(value);
  theme.set(value);
}
