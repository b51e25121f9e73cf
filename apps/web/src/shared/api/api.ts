import { createApi, fakeBaseQuery } from '@reduxjs/toolkit/query/react';
import { type ApiFailure, queryOf } from '@wafa/client';
import type { CallOf, OutputOf } from '@wafa/contract';
import { client } from './client.ts';
import { endpoints } from './endpoints.ts';

type Page = { page?: number; cursor?: string };
interface Paged {
  page: number;
  totalPages: number;
  nextCursor: string | null;
}

/** The page after this one: by cursor where the API gives one, else by number. */
export function pageAfter(last: Paged): Page | undefined {
  if (last.nextCursor) return { cursor: last.nextCursor };
  return last.page < last.totalPages ? { page: last.page + 1 } : undefined;
}

const paging = { initialPageParam: {} as Page, getNextPageParam: pageAfter };
const none = () => ({});
const self = () => ({ customerId: 'me' as const });
const { identity, customers, loyalty, orders } = endpoints;
const historyPage = queryOf(client, loyalty.history, (page: Page) => ({ ...self(), limit: 15, ...page }));
const ordersPage = queryOf(client, orders.listOfCustomer, (page: Page) => ({
  ...self(),
  limit: 20,
  ...page,
}));

/** Every endpoint that the web calls, as RTK Query hooks; fresh on focus and on reconnect. */
export const api = createApi({
  reducerPath: 'api',
  baseQuery: fakeBaseQuery<ApiFailure>(),
  tagTypes: ['Me', 'Customer', 'Loyalty', 'Orders', 'Sessions'],
  refetchOnFocus: true,
  refetchOnReconnect: true,
  refetchOnMountOrArgChange: 30,
  endpoints: (build) => ({
    me: build.query<OutputOf<typeof identity.me>, void>({
      queryFn: queryOf(client, identity.me, none),
      providesTags: ['Me'],
    }),
    card: build.query<OutputOf<typeof customers.card>, void>({
      queryFn: queryOf(client, customers.card, self),
      providesTags: ['Customer'],
    }),
    updateCustomer: build.mutation<
      OutputOf<typeof customers.update>,
      Omit<CallOf<typeof customers.update>, 'customerId'>
    >({
      queryFn: queryOf(client, customers.update, (fields) => ({ ...fields, ...self() })),
      invalidatesTags: ['Customer', 'Me'],
    }),
    updateMe: build.mutation<OutputOf<typeof identity.updateMe>, CallOf<typeof identity.updateMe>>({
      queryFn: queryOf(client, identity.updateMe, (fields) => fields),
      invalidatesTags: ['Me'],
    }),
    loyalty: build.query<OutputOf<typeof loyalty.account>, void>({
      queryFn: queryOf(client, loyalty.account, self),
      providesTags: ['Loyalty'],
    }),
    history: build.infiniteQuery<OutputOf<typeof loyalty.history>, void, Page>({
      queryFn: ({ pageParam }, { signal }) => historyPage(pageParam, { signal }),
      infiniteQueryOptions: paging,
      providesTags: ['Loyalty'],
    }),
    statement: build.query<OutputOf<typeof loyalty.statement>, { from?: string; to?: string }>({
      queryFn: queryOf(client, loyalty.statement, (period) => ({ ...self(), ...period })),
      providesTags: ['Loyalty'],
    }),
    orders: build.infiniteQuery<OutputOf<typeof orders.listOfCustomer>, void, Page>({
      queryFn: ({ pageParam }, { signal }) => ordersPage(pageParam, { signal }),
      infiniteQueryOptions: paging,
      providesTags: ['Orders'],
    }),
    sessions: build.query<OutputOf<typeof identity.listSessions>, void>({
      queryFn: queryOf(client, identity.listSessions, none),
      providesTags: ['Sessions'],
    }),
    endSession: build.mutation<OutputOf<typeof identity.endSession>, { sessionId: string }>({
      queryFn: queryOf(client, identity.endSession, (input) => input),
      invalidatesTags: ['Sessions'],
    }),
    signIn: build.mutation<OutputOf<typeof identity.signIn>, CallOf<typeof identity.signIn>>({
      queryFn: queryOf(client, identity.signIn, (input) => input),
    }),
    signUp: build.mutation<OutputOf<typeof identity.signUp>, CallOf<typeof identity.signUp>>({
      queryFn: queryOf(client, identity.signUp, (input) => input),
    }),
    signOut: build.mutation<OutputOf<typeof identity.signOut>, void>({
      queryFn: queryOf(client, identity.signOut, none),
    }),
  }),
});
