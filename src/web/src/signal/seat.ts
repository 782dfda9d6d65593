/** What one browser tab keeps of one consultation so that a reload finds the same seat. */
export interface SeatMemory {
  readonly token: string | null;
  readonly seatKey: string;
  /** The token was given to the signed-in person; when it runs out another can be had. */
  readonly renewable: boolean;
  /** The person had already joined: a reload goes straight back in. */
  readonly inside: boolean;
}

/** Claims a token shows to its bearer; nothing is decided on them here, the server verifies. */
export interface TokenFace {
  id: string;
  groupId: string;
  displayName: string;
  role: string;
  singleUse: boolean;
}

const key = (groupId: string, what: string) => `consult.${what}.${groupId}`;

export function remember(groupId: string): SeatMemory {
  const token = sessionStorage.getItem(key(groupId, 'token'));
  return {
    token,
    seatKey: seatKeyFor(groupId, token),
    renewable: token === null || sessionStorage.getItem(key(groupId, 'renewable')) === 'yes',
    inside: sessionStorage.getItem(key(groupId, 'inside')) === 'yes',
  };
}

export function keepToken(groupId: string, token: string, renewable: boolean): void {
  sessionStorage.setItem(key(groupId, 'token'), token);
  if (renewable) sessionStorage.setItem(key(groupId, 'renewable'), 'yes');
  else sessionStorage.removeItem(key(groupId, 'renewable'));
}

export function keepInside(groupId: string, inside: boolean): void {
  if (inside) sessionStorage.setItem(key(groupId, 'inside'), 'yes');
  else sessionStorage.removeItem(key(groupId, 'inside'));
}

/** After leaving for good: the next stay is a new one. */
export function forget(groupId: string): void {
  for (const what of ['token', 'renewable', 'inside', 'seat']) sessionStorage.removeItem(key(groupId, what));
}

/** 32 random characters of base64url (24 bytes). */
export function newKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replaceAll('+', '-').replaceAll('/', '_');
}

/** Reads the face of a compact JWS (RFC 7515 §7.1); null when it is none. */
export function readToken(token: string): TokenFace | null {
  try {
    const part = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), char => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof claims.grp !== 'string') return null;
    return {
      id: String(claims.jti ?? ''),
      groupId: claims.grp,
      displayName: String(claims.name ?? ''),
      role: String(claims.role ?? ''),
      singleUse: claims.once === true,
    };
  } catch {
    return null;
  }
}

/**
 * A single-use link belongs to the first terminal that enters, so its key must outlive the tab: a phone that threw the page
 * away can open the link again. Every other seat belongs to its tab.
 */
function seatKeyFor(groupId: string, token: string | null): string {
  const face = token === null ? null : readToken(token);
  const [store, name] = face?.singleUse === true
    ? [localStorage, key(face.id, 'seat')]
    : [sessionStorage, key(groupId, 'seat')];
  let seatKey = store.getItem(name);
  if (seatKey === null) {
    seatKey = newKey();
    store.setItem(name, seatKey);
  }
  return seatKey;
}
