import { whenSignedOut } from '../api/http';
import { server } from '../api/server';
import type { PersonDto } from '../protocol/http';
import { Store } from './Store';

export type Account =
  | { state: 'unknown' }
  | { state: 'signedOut' }
  | { state: 'unreachable' }
  | { state: 'signedIn'; person: PersonDto };

/** Who is signed in. */
export const account = new Store<Account>({ state: 'unknown' });

whenSignedOut(() => account.set({ state: 'signedOut' }));

export async function loadAccount(): Promise<void> {
  try {
    account.set({ state: 'signedIn', person: await server.session() });
  } catch {
    if (account.get().state === 'unknown') account.set({ state: 'unreachable' });
  }
}

export function signedIn(person: PersonDto): void {
  account.set({ state: 'signedIn', person });
}

export async function signOut(): Promise<void> {
  await server.signOut().catch(() => undefined);
  account.set({ state: 'signedOut' });
}
