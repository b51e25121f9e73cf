/**
 * Every code that a reply can carry, with its HTTP status. The sentence for each, in both languages,
 * stands in `packages/i18n/src/messages/errors.ts`; a test fails where one is missing.
 */
export const errorStatus = {
  validation: 400,
  malformed: 400,
  currency_mismatch: 400,
  date_in_future: 400,
  date_too_old: 400,
  date_not_in_calendar: 400,
  amount_too_large: 400,
  phone_invalid: 400,
  cursor_invalid: 400,
  period_too_long: 400,
  transfer_to_self: 400,
  location_unknown: 400,
  role_unknown: 400,
  tier_unknown: 400,
  range_invalid: 400,
  unauthenticated: 401,
  sign_in_failed: 401,
  second_factor_required: 401,
  code_wrong: 401,
  session_ended: 401,
  forbidden: 403,
  store_forbidden: 403,
  switched_off: 403,
  adjust_limit: 403,
  store_unknown: 404,
  offer_code_unknown: 404,
  segment_unknown: 400,
  offer_ended: 409,
  offer_fixed: 409,
  offer_status: 409,
  offer_not_of_codes: 409,
  offer_unavailable: 409,
  offer_not_for_you: 409,
  offer_limit_reached: 409,
  offer_budget_used: 409,
  offer_code_used: 409,
  offer_codes_gone: 409,
  offer_conditions: 409,
  offer_not_combinable: 409,
  offer_mismatch: 409,
  not_found: 404,
  redemption_unknown: 404,
  route_unknown: 404,
  template_unknown: 404,
  method_not_allowed: 405,
  conflict: 409,
  in_progress: 409,
  email_taken: 409,
  phone_taken: 409,
  code_taken: 409,
  view_name_taken: 409,
  too_many_views: 409,
  order_conflict: 409,
  transaction_conflict: 409,
  refund_conflict: 409,
  refund_exceeds: 409,
  order_not_refundable: 409,
  status_not_allowed: 409,
  customer_closed: 409,
  customer_suspended: 409,
  too_many_custom_fields: 409,
  merge_self: 400,
  already_merged: 409,
  merge_undone: 409,
  merge_not_newest: 409,
  card_code_unreadable: 400,
  card_other_store: 409,
  card_not_genuine: 409,
  card_device_revoked: 409,
  card_certificate_ended: 409,
  card_code_stale: 409,
  card_code_used: 409,
  one_time_code_wrong: 409,
  not_configured: 409,
  too_many_addresses: 409,
  two_factor_on: 409,
  last_owner: 409,
  staff_taken: 409,
  role_in_use: 409,
  host_taken: 409,
  insufficient_points: 409,
  tier_below_earned: 409,
  not_enrolled: 409,
  too_many_programs: 409,
  bulk_finished: 409,
  operation_finished: 409,
  audience_changed: 409,
  audience_too_large: 409,
  channel_unavailable: 409,
  reward_out_of_stock: 409,
  reward_not_yet: 409,
  reward_ended: 409,
  reward_tier: 409,
  reward_segment: 409,
  reward_limit_reached: 409,
  not_of_this_reward: 409,
  proof_required: 403,
  stock_below_redeemed: 409,
  points_without_worth: 409,
  redemption_used: 409,
  redemption_not_used: 409,
  redemption_cancelled: 409,
  redemption_expired: 409,
  cancel_too_late: 409,
  undo_too_late: 409,
  birthday_locked: 409,
  too_many_dates: 409,
  occasion_not_celebrated: 409,
  occasion_not_open: 409,
  occasion_waiting: 409,
  occasion_resting: 409,
  referral_code_unknown: 404,
  referral_own_code: 409,
  referral_not_new: 409,
  referral_too_late: 409,
  referral_already_joined: 409,
  referral_closed: 409,
  referral_not_open: 409,
  referral_not_held: 409,
  referral_invites_limit: 429,
  hold_ended: 409,
  hold_exceeded: 409,
  segment_rules_invalid: 400,
  segment_cycle: 400,
  segment_key_taken: 409,
  too_many_segments: 409,
  segment_builtin: 409,
  segment_archived: 409,
  segment_in_use: 409,
  segment_not_manual: 409,
  segment_too_slow: 409,
  too_large: 413,
  media_type: 415,
  key_reused: 422,
  locked: 423,
  rate_limited: 429,
  internal: 500,
  storage_full: 507,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export interface FieldError {
  field: string;
  /** Key of a sentence in the catalogues, or a finished sentence from the validator. */
  message: string;
}

/**
 * The one error that operations throw. `code` decides status and the sentence the user reads (in
 * their language); `detail` goes to the log only. Throwing rolls back; to keep what was written
 * (counters, audit), return `refuse(...)` instead.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    readonly options: {
      /** The input field at fault. */
      field?: string;
      /** Values for the sentence's `{name}` slots; shown to the user. */
      params?: Record<string, string | number>;
      errors?: FieldError[];
      /** Ids for the caller, who must be allowed to know them. */
      details?: Record<string, string>;
      /** For the log only. */
      detail?: string;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ? `${code}: ${options.detail}` : code, { cause: options.cause });
  }
  get status(): number {
    return errorStatus[this.code];
  }
}

/** A refusal that commits: what the operation wrote (a counter, a signal, an audit row) stays. */
export class Refusal {
  constructor(readonly error: AppError) {}
}

export function refuse(code: ErrorCode, options?: ConstructorParameters<typeof AppError>[1]): Refusal {
  return new Refusal(new AppError(code, options));
}
