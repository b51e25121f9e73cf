import type { CardFacts } from './facts.ts';

export interface CardService {
  /** Origin of the API; by default `CUSTOMER_ID_SERVICE_URL` of the page, else the page's own origin. */
  api?: string;
  /** Store by id or slug. */
  store?: string;
  /** Token of the signed-in customer or staff member. */
  accessToken?: string;
  language?: string;
}

declare global {
  var CUSTOMER_ID_SERVICE_URL: string | undefined;
}

/**
 * Reads a card for the embedded component. Throws an Error with the API's sentence, or with an empty
 * message where no readable answer came.
 */
export async function fetchCard(
  customerId: string,
  service: CardService,
  signal?: AbortSignal,
): Promise<CardFacts> {
  const api = (service.api || globalThis.CUSTOMER_ID_SERVICE_URL || '').replace(/\/$/, '');
  const headers: Record<string, string> = { accept: 'application/json' };
  if (service.store) headers['x-store-id'] = service.store;
  if (service.language) headers['accept-language'] = service.language;
  if (service.accessToken) headers.authorization = `Bearer ${service.accessToken}`;
  const response = await fetch(`${api}/api/v1/customers/${encodeURIComponent(customerId)}/card`, {
    headers,
    signal,
  });
  const answer = (await response.json().catch(() => ({}))) as { data?: CardFacts; message?: string };
  if (!response.ok || !answer.data) throw new Error(answer.message ?? '');
  return answer.data;
}
