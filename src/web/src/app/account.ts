import { whenSignedOut } from '../api/http';
import { server } from '../api/server';
import type { AccountRole, SignedInDto } from '../protocol/http';
import { Store, useStore } from './Store';

export type Account =
  | { state: 'unknown' }
  | { state: 'signedOut' }
  | { state: 'unreachable' }
  | { state: 'signedIn'; person: SignedInDto };

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

export function signedIn(person: SignedInDto): void {
  account.set({ state: 'signedIn', person });
}

export async function signOut(): Promise<void> {
  try {
    await server.signOut();
    account.set({ state: 'signedOut' });
  } catch {
    // The session goes on. Nobody walks away from a page that says otherwise.
    if (account.get().state === 'signedIn') account.set({ state: 'unreachable' });
  }
}

/** Who may ask for a consultation; the server decides, this only keeps useless buttons away. */
export function mayAsk(role: AccountRole): boolean {
  return role === 'applicant' || role === 'coordinator';
}

/** Administrators keep the installation; they do not enter consultations. */
export function mayEnter(role: AccountRole): boolean {
  return role !== 'administrator';
}

/** Who leads a consultation: closes it, invites, takes links back, reads the record. */
export function mayLead(role: AccountRole): boolean {
  return role !== 'expert';
}

/** The signed-in person's role; null when nobody is signed in. */
export function useRole(): AccountRole | null {
  const current = useStore(account);
  return current.state === 'signedIn' ? current.person.role : null;
}
