/** Every refusal code of the server that a person can meet (RefusalCodes.cs, ProblemCodes.cs), and those only the web app itself can meet. */
export const serverCodes = [
  'request.invalid', 'request.too_large', 'request.too_many', 'request.unknown_method',
  'group.unknown', 'group.full', 'group.closed', 'group.expired', 'group.exists',
  'token.missing', 'token.malformed', 'token.forged', 'token.expired', 'token.revoked', 'token.used', 'token.unknown',
  'token.wrong_group',
  'permission.missing', 'member.unknown', 'chat.too_many',
  'sdp.malformed', 'sdp.too_large', 'sdp.no_fingerprint', 'sdp.no_ice', 'sdp.no_codec', 'sdp.no_media', 'sdp.not_bundled', 'sdp.partial', 'sdp.codec_unfit',
  'relay.unavailable', 'relay.stale_epoch', 'relay.no_standby', 'storage.unavailable',
  'sign_in.required', 'sign_in.failed', 'sign_in.delayed', 'sign_in.busy', 'sign_in.unknown',
  'password.expired', 'password.change_required', 'password.wrong',
  'setup.refused', 'recovery.refused', 'person.unknown', 'person.exists', 'person.changed', 'person.last_administrator',
  'node.unknown', 'node.unreachable', 'node.last_active', 'node.name_taken',
] as const;

export const clientCodes = ['network.unreachable', 'browser.unsupported', 'member.removed', 'member.timed_out', 'seat.elsewhere', 'unknown'] as const;

export type RefusalCode = (typeof serverCodes)[number] | (typeof clientCodes)[number];

const known: ReadonlySet<string> = new Set([...serverCodes, ...clientCodes]);

/** A code this version has words for; anything newer becomes `unknown`. */
export function refusalCode(code: string): RefusalCode {
  return known.has(code) ? (code as RefusalCode) : 'unknown';
}

/** Refusals that pass by themselves: worth asking again with the same words. */
export function passesByItself(code: string): boolean {
  return code === 'storage.unavailable' || code === 'relay.unavailable' || code === 'relay.stale_epoch' || code === 'request.too_many' || code === 'sign_in.busy';
}
