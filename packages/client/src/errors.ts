import type { Failure } from '@wafa/contract';

/** Codes the client adds for what happens before an answer of the API can be read. */
export type ClientCode = 'offline' | 'timeout' | 'unreadable';

export interface ApiFailure {
  /** HTTP status; 0 where no answer came. */
  status: number;
  /** Error code of the API, or a `ClientCode`. */
  code: string;
  /** The sentence of the API in the caller's language; empty for a `ClientCode`. */
  message: string;
  errors: { field: string; message: string }[];
  /** Found in the log of the API under the same id; null where no answer came. */
  requestId: string | null;
  retryAfterSeconds: number | null;
}

/** What every failed call throws. */
export class ApiError extends Error implements ApiFailure {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly errors: { field: string; message: string }[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(facts: ApiFailure, options?: ErrorOptions) {
    super(facts.message, options);
    this.status = facts.status;
    this.code = facts.code;
    this.errors = facts.errors;
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** The same facts as a plain object, for a store that keeps only what can be serialised. */
  toFailure(): ApiFailure {
    const { status, code, message, errors, requestId, retryAfterSeconds } = this;
    return { status, code, message, errors, requestId, retryAfterSeconds };
  }
}

/** A call that got no answer, or one that cannot be read. */
export function withoutAnswer(code: ClientCode, cause: unknown): ApiError {
  return new ApiError(
    { status: 0, code, message: '', errors: [], requestId: null, retryAfterSeconds: null },
    { cause },
  );
}

/** The failure envelope of the contract, or null for anything else (a proxy's page, half an answer). */
function readFailure(body: unknown): Failure | null {
  const { code, message, errors, requestId } = (body ?? {}) as Partial<Failure>;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof requestId !== 'string') return null;
  return { success: false, code, message, requestId, errors: Array.isArray(errors) ? errors : [] };
}

/** The error of an answer that is not a success. */
export function fromAnswer(response: Response, body: unknown): ApiError {
  const retryAfter = Number(response.headers.get('retry-after'));
  const read = readFailure(body);
  return new ApiError({
    status: response.status,
    code: read?.code ?? 'unreadable',
    message: read?.message ?? '',
    errors: read?.errors ?? [],
    requestId: read?.requestId ?? response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
  });
}
