import type { InputOf, OutputOf, offersContract } from '@wafa/contract';
import { actorId, type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError, type Refusal, refuse } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { obstacleOf } from '../basket/rules/eligibility.ts';
import { presentClaim } from '../present.ts';
import { changeCounters, lockTakers, readCodes, type StoredOffer } from '../state/sql.ts';
import { localOf, readState, type State, stateOf } from '../state/state.ts';
import type { ClaimRow, CodeRow } from '../types.ts';
import { countWrong, guessed } from './attempts.ts';
import { foldCode, newCode, newCodeBytes } from './codes.ts';
import { expiryOf, refusalOf } from './rules.ts';
import { findClaim, insertClaims, insertCodes, putClaimCode, takeCode, takeNextCode } from './sql.ts';

type Input = InputOf<typeof offersContract.claim>;
type Output = OutputOf<typeof offersContract.claim>;

/**
 * Claims an offer by its id or by a code of it. The claim takes its place in every limit at once and keeps it
 * until it lapses. While it is open, claiming again answers with it.
 *
 * Round trips: 1 the customer · 2 what the code stands for · 3 locks, then everything that decides · 4 the
 * claim, its code, the counters · 5 the claim as it stands.
 */
export async function claim(ctx: Ctx, input: Input): Promise<Output | Refusal> {
  const named = input.customerId === 'me' ? customerOf(ctx.actor) : input.customerId;
  const [customerId, known] = await Promise.all([
    customers.require(ctx, input.customerId, { to: 'redeem' }),
    customers.resolveMany(ctx, named === undefined ? [] : [named]),
  ]);
  ctx.concerns(customerId);
  const code = input.code === undefined ? undefined : await lookUp(ctx, input.code, input.offerId);
  if (code instanceof AppError) return refuse(code.code, code.options);
  const offerId = code?.offerId ?? (input.offerId as string);
  const [, state] = await Promise.all([
    lockTakers(ctx.tx, ctx.storeId, [customerId], [offerId]),
    readState(ctx, {
      customerIds: [customerId],
      offerIds: [offerId],
      codes: code ? [code.code] : [],
      withActive: false,
    }),
  ]);
  const offer = state.offers.get(offerId);
  if (!offer || offer.status === 'draft' || offer.status === 'archived')
    throw new AppError('not_found', { field: 'offerId' });
  // Read again under the lock: a code that was free a moment ago may have been taken.
  const current = code && state.codes.get(code.code);
  const open = openClaim(state, customerId, offer, current);
  if (open) return shown(ctx, open);
  await refuseObstacles(ctx, state, offer, customerId, current);
  const claimId = await write(ctx, offer, current, {
    customerId,
    presentedId: known.get(named ?? '')?.presentedId ?? customerId,
  });
  const made = (await findClaim(ctx.tx, ctx.storeId, claimId)) as ClaimRow;
  announce(ctx, made, customerId);
  return shown(ctx, made);
}

const wrongCode = () => new AppError('offer_code_unknown', { field: 'code' });

/** The code that was named; wrong ones are counted, and too many of them refused. */
async function lookUp(ctx: Ctx, typed: string, offerId: string | undefined): Promise<CodeRow | AppError> {
  const [tooMany, [found]] = await Promise.all([
    guessed(ctx),
    readCodes(ctx.tx, ctx.storeId, [foldCode(typed)]),
  ]);
  if (tooMany) return tooMany;
  if (found && (offerId === undefined || found.offerId === offerId)) return found;
  await countWrong(ctx, 1);
  return wrongCode();
}

/** The customer's open claim of the offer, where the code (if one was given) is the claim's or a shared one. */
function openClaim(
  state: State,
  customerId: string,
  offer: StoredOffer,
  code: CodeRow | undefined,
): ClaimRow | undefined {
  return state
    .claims(customerId)
    .find(
      (each) => each.offerId === offer.id && (!code || code.kind === 'shared' || code.claimId === each.id),
    );
}

async function refuseObstacles(
  ctx: Ctx,
  state: State,
  offer: StoredOffer,
  customerId: string,
  code: CodeRow | undefined,
): Promise<void> {
  if (code && code.kind !== 'shared' && code.claimId !== null)
    throw new AppError('offer_code_used', { field: 'code' });
  const obstacle = obstacleOf(stateOf(offer), {
    at: ctx.now,
    local: null,
    taker: state.taker(offer, customerId),
    by: code ? 'code' : 'claiming',
  });
  if (obstacle)
    throw new AppError(refusalOf(obstacle), { field: code ? 'code' : 'offerId', detail: obstacle });
}

/** Writes the claim and gives it its code; the id of the claim. */
async function write(
  ctx: Ctx,
  offer: StoredOffer,
  code: CodeRow | undefined,
  customer: { customerId: string; presentedId: string },
): Promise<string> {
  const id = ctx.newId();
  const personal = offer.codeMode === 'automatic' ? newCode(ctx.randomBytes(newCodeBytes)) : undefined;
  const shared = offer.codeMode === 'shared' ? foldCode(offer.terms.sharedCode ?? '') : undefined;
  const { day } = await localOf(ctx, ctx.now);
  const claimed = {
    id,
    offerId: offer.id,
    version: offer.version,
    ...customer,
    code: personal === undefined ? (code?.code ?? shared ?? null) : foldCode(personal),
    status: 'open',
    claimedAt: ctx.now,
    expiresAt: expiryOf(offer.terms, ctx.now),
    orderId: null,
    locationId: null,
    discount: 0,
    points: 0,
    shares: null,
  } as const;
  await Promise.all([
    insertClaims(ctx.tx, ctx.storeId, { id: actorId(ctx.actor), day }, [claimed]),
    personal !== undefined &&
      insertCodes(ctx.tx, ctx.storeId, ctx.now, offer.id, [
        { code: foldCode(personal), shown: personal, kind: 'personal', claimId: id, position: 0 },
      ]),
    offer.codeMode === 'single' && takeSingle(ctx, offer.id, code, id),
    changeCounters(ctx.tx, ctx.storeId, [{ offerId: offer.id, taken: 1, money: 0, points: 0 }]),
  ]);
  return id;
}

async function takeSingle(
  ctx: Ctx,
  offerId: string,
  code: CodeRow | undefined,
  claimId: string,
): Promise<void> {
  if (code) {
    if (await takeCode(ctx.tx, ctx.storeId, code.code, claimId)) return;
    throw new AppError('offer_code_used', { field: 'code' });
  }
  const next = await takeNextCode(ctx.tx, ctx.storeId, offerId, claimId);
  if (next === undefined) throw new AppError('offer_codes_gone', { field: 'offerId' });
  await putClaimCode(ctx.tx, ctx.storeId, claimId, next);
}

function announce(ctx: Ctx, made: ClaimRow, customerId: string): void {
  const { id: claimId, offerId, expiresAt } = made;
  ctx.emit('offer.claimed', { claimId, offerId, customerId, expiresAt: (expiresAt as Date).toISOString() });
  if (ctx.actor.kind === 'customer') return;
  ctx.audit({ action: 'offers.claim', entity: 'offer', entityId: offerId, customerId, after: { claimId } });
}

async function shown(ctx: Ctx, row: ClaimRow): Promise<Output> {
  const { currency } = await settings.store(ctx);
  return { claim: presentClaim(row, currency, ctx.now) };
}
