export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970 at which the access token stops working. */
  expiresAt: number;
}

/** Where a pair of tokens is kept between calls: memory, localStorage, a secure store. */
export interface TokenKeeper {
  read(): Tokens | null;
  write(tokens: Tokens | null): void;
}

/** Keeps tokens in memory; they are gone with the process. */
export function memoryTokens(first: Tokens | null = null): TokenKeeper {
  let kept = first;
  return {
    read: () => kept,
    write: (tokens) => {
      kept = tokens;
    },
  };
}

/** The reply of sign-in, sign-up and refresh as a pair to keep. */
export function tokensFrom(
  reply: { accessToken: string; refreshToken: string; expiresInSeconds: number },
  now: number,
): Tokens {
  return {
    accessToken: reply.accessToken,
    refreshToken: reply.refreshToken,
    expiresAt: now + reply.expiresInSeconds * 1000,
  };
}
