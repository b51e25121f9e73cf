import { z } from 'zod';
import { id, instant, language, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { permissions } from './permissions.ts';

const password = z.string().min(10).max(200).describe('At least 10 characters');

/**
 * A pair of tokens with the stores they open: one for a customer, one or more for staff, who name one
 * of several by `x-store-id`. The access token lives 10 minutes; each refresh token works once.
 */
export const tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresInSeconds: z.int(),
  stores: z.array(z.object({ id, name: z.string(), nameAr: z.string().nullable() })),
});

/** A store as its people see it: what every screen needs before anything else. */
export const storeBrief = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  nameAr: z.string().nullable(),
  currency: z.string(),
  timeZone: z.string(),
  language,
  color: z.string().nullable(),
  switches: z.record(z.string(), z.boolean()),
});
export type StoreBrief = z.infer<typeof storeBrief>;

export const me = z.object({
  kind: z.enum(['customer', 'staff', 'key']),
  store: storeBrief,
  stores: z.array(z.object({ id, name: z.string(), nameAr: z.string().nullable() })),
  customerId: id.nullable(),
  staffId: id.nullable(),
  role: z.string().nullable(),
  permissions: z.array(z.enum(permissions)),
  name: z.string(),
  nameAr: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language,
  twoFactor: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const session = z.object({
  id,
  current: z.boolean(),
  createdAt: instant,
  lastUsedAt: instant,
  device: z.string().nullable(),
  address: z.string().nullable(),
});

export const identityContract = {
  signUp: endpoint({
    name: 'identity.signUp',
    method: 'POST',
    path: '/api/v1/auth/sign-up',
    summary: 'Sign up as a customer of the store: profile, Customer ID card and log-in in one step',
    caller: 'public',
    lane: 'write',
    status: 201,
    idempotent: false,
    body: z.object({
      firstName: text(100).min(1),
      lastName: text(100).default(''),
      email: z.email().max(254).optional(),
      phone: z.string().max(40).optional(),
      password,
      language: language.optional(),
      referralCode: text(40)
        .min(1)
        .optional()
        .describe('A friend’s code; used right after the sign-up, which never fails because of it'),
      device: text(100).min(8).optional().describe('A random id that the browser or app keeps'),
    }),
    response: tokens.extend({ customerId: id }),
    errors: ['email_taken', 'phone_taken', 'store_unknown'],
  }),
  signIn: endpoint({
    name: 'identity.signIn',
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    summary: 'Sign in with e-mail or phone and password',
    description:
      'Customers sign in to one store (x-store-id or the portal’s host name); staff are global and their token names their stores. Known and unknown accounts answer alike. With a second factor the reply is 401 `second_factor_required` until `code` is sent.',
    caller: 'public',
    lane: 'write',
    idempotent: false,
    body: z.object({
      login: z.string().trim().min(3).max(254).describe('E-mail or phone'),
      password: z.string().min(1).max(200),
      code: z.string().trim().max(20).optional().describe('Second factor or recovery code'),
      as: z.enum(['customer', 'staff']).default('customer'),
    }),
    response: tokens,
    errors: [
      'sign_in_failed',
      'second_factor_required',
      'code_wrong',
      'locked',
      'store_unknown',
      'store_forbidden',
    ],
  }),
  refresh: endpoint({
    name: 'identity.refresh',
    method: 'POST',
    path: '/api/v1/auth/refresh',
    summary: 'Exchange a refresh token for a new pair',
    description:
      'A refresh token used a second time ends its session, whoever used it first. A customer’s token is exchanged at its own store (x-store-id or the portal’s host name).',
    caller: 'public',
    lane: 'write',
    idempotent: false,
    body: z.object({ refreshToken: z.string().min(20).max(400) }),
    response: tokens,
    errors: ['session_ended'],
  }),
  signOut: endpoint({
    name: 'identity.signOut',
    method: 'POST',
    path: '/api/v1/auth/sign-out',
    summary: 'End this session',
    caller: 'both',
    lane: 'write',
    idempotent: false,
    response: z.object({ ended: z.boolean() }),
  }),
  me: endpoint({
    name: 'identity.me',
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is signed in, and the store they are in',
    caller: 'both',
    lane: 'read',
    response: me,
  }),
  updateMe: endpoint({
    name: 'identity.updateMe',
    method: 'PUT',
    path: '/api/v1/me',
    summary: 'Change the own name and language, as staff',
    description:
      'For staff; customers change theirs in their profile and get 403 here. The language of replies follows with the next access token.',
    caller: 'both',
    lane: 'write',
    body: z.object({ name: text(120).min(1), nameAr: text(120).nullable(), language }).partial(),
    response: me,
  }),
  listSessions: endpoint({
    name: 'identity.listSessions',
    method: 'GET',
    path: '/api/v1/auth/sessions',
    summary: 'Own sessions, newest first',
    caller: 'both',
    lane: 'read',
    response: z.object({ sessions: z.array(session) }),
  }),
  endSession: endpoint({
    name: 'identity.endSession',
    method: 'DELETE',
    path: '/api/v1/auth/sessions/:sessionId',
    summary: 'End one of the own sessions',
    caller: 'both',
    lane: 'write',
    params: z.object({ sessionId: id }),
    response: z.object({ ended: z.boolean() }),
    errors: ['not_found'],
  }),
  changePassword: endpoint({
    name: 'identity.changePassword',
    method: 'PUT',
    path: '/api/v1/auth/password',
    summary: 'Change the own password; ends every other session',
    caller: 'both',
    lane: 'write',
    idempotent: false,
    body: z.object({ currentPassword: z.string().max(200), newPassword: password }),
    response: z.object({ changed: z.boolean() }),
    errors: ['sign_in_failed', 'locked'],
  }),
  startTwoFactor: endpoint({
    name: 'identity.startTwoFactor',
    method: 'POST',
    path: '/api/v1/auth/two-factor',
    summary: 'Begin enrolling a second factor (TOTP)',
    caller: 'both',
    lane: 'write',
    idempotent: false,
    response: z.object({ secret: z.string(), uri: z.string() }),
    errors: ['two_factor_on'],
  }),
  confirmTwoFactor: endpoint({
    name: 'identity.confirmTwoFactor',
    method: 'PUT',
    path: '/api/v1/auth/two-factor',
    summary: 'Confirm the second factor with a first code; gives the recovery codes once',
    caller: 'both',
    lane: 'write',
    idempotent: false,
    body: z.object({ code: z.string().trim().max(20) }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
    errors: ['code_wrong', 'two_factor_on', 'locked'],
  }),
  stopTwoFactor: endpoint({
    name: 'identity.stopTwoFactor',
    method: 'DELETE',
    path: '/api/v1/auth/two-factor',
    summary: 'Switch the second factor off',
    caller: 'both',
    lane: 'write',
    idempotent: false,
    body: z.object({ password: z.string().max(200) }),
    response: z.object({ twoFactor: z.boolean() }),
    errors: ['sign_in_failed', 'locked'],
  }),
};
