import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { Store, useStore } from './Store';

/** Where the browser stands; the pages of the app by name. */
export type Route =
  | { page: 'home' }
  | { page: 'signIn' }
  | { page: 'setup' }
  | { page: 'recover' }
  | { page: 'account' }
  | { page: 'consultations' }
  | { page: 'ask' }
  | { page: 'consultation'; groupId: string }
  | { page: 'people' }
  | { page: 'cluster' }
  | { page: 'join' }
  | { page: 'room'; groupId: string }
  | { page: 'notFound' };

export function parseRoute(path: string): Route {
  const parts = path.split('/').filter(part => part !== '').map(decodeURIComponent);
  const [first, second, third] = parts;
  if (first === undefined) return { page: 'home' };
  if (third !== undefined) return { page: 'notFound' };
  if (second === undefined) {
    switch (first) {
      case 'sign-in': return { page: 'signIn' };
      case 'setup': return { page: 'setup' };
      case 'recover': return { page: 'recover' };
      case 'account': return { page: 'account' };
      case 'consultations': return { page: 'consultations' };
      case 'people': return { page: 'people' };
      case 'cluster': return { page: 'cluster' };
      case 'join': return { page: 'join' };
      default: return { page: 'notFound' };
    }
  }
  if (first === 'consultations') return second === 'new' ? { page: 'ask' } : { page: 'consultation', groupId: second };
  return first === 'room' ? { page: 'room', groupId: second } : { page: 'notFound' };
}

export const paths = {
  home: '/',
  signIn: '/sign-in',
  consultations: '/consultations',
  ask: '/consultations/new',
  account: '/account',
  people: '/people',
  cluster: '/cluster',
  consultation: (groupId: string) => `/consultations/${encodeURIComponent(groupId)}`,
  room: (groupId: string) => `/room/${encodeURIComponent(groupId)}`,
};

const path = new Store(location.pathname);
window.addEventListener('popstate', () => path.set(location.pathname));

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  path.set(location.pathname);
  window.scrollTo(0, 0);
}

export function useRoute(): Route {
  return parseRoute(useStore(path));
}

/** A link inside the app: opens without loading the page anew, and in a new tab when that is asked for. */
export function Link({ to, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}
