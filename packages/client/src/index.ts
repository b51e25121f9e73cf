/** Typed calls of the API over fetch: envelope, errors, token refresh, idempotency keys. */
export { type CallOptions, type Client, type ClientOptions, createClient } from './client.ts';
export { ApiError, type ApiFailure, type ClientCode } from './errors.ts';
export { failureOf, type QueryResult, queryOf } from './query.ts';
export { memoryTokens, type TokenKeeper, type Tokens, tokensFrom } from './tokens.ts';
