import { refusalCode, type RefusalCode } from '../protocol/refusals';

/** An answer of the server other than success, or no answer at all. */
export class ApiError extends Error {
  constructor(readonly code: RefusalCode, readonly status: number, readonly detail: string) {
    super(`${code}: ${detail}`);
  }
}

/** Called when the server says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

export async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('network.unreachable', 0, 'no answer');
  }
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const error = problemOf(response.status, text);
  if (error.code === 'sign_in.required' && path.startsWith('/api/')) onSignedOut();
  throw error;
}

/** Problem details (RFC 9457) with our `code`. */
function problemOf(status: number, text: string): ApiError {
  try {
    const problem = JSON.parse(text) as { code?: string; detail?: string; title?: string };
    return new ApiError(refusalCode(problem.code ?? codeOfStatus(status)), status, problem.detail ?? problem.title ?? '');
  } catch {
    return new ApiError(refusalCode(codeOfStatus(status)), status, '');
  }
}

function codeOfStatus(status: number): string {
  switch (status) {
    case 401: return 'sign_in.required';
    case 403: return 'permission.missing';
    case 413: return 'request.too_large';
    case 429: return 'request.too_many';
    case 502:
    case 503:
    case 504: return 'network.unreachable';
    default: return 'unknown';
  }
}

export function errorCode(error: unknown): RefusalCode {
  return error instanceof ApiError ? error.code : 'unknown';
}
