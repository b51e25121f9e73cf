/**
 * Opening balances: points brought from another system. Credited as kind `opening`: usable at once, no
 * progress towards a tier. The business key is the balance's id in the old system, or else customer,
 * programme and expiry, so that sent again it changes nothing. It is history: no events are emitted.
 */
import type { InputOf, loyaltyTiersContract, OpeningBalance, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import type { ErrorCode } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { normaliseEmail, normalisePhone } from '../../identity/index.ts';
import * as settings from '../../settings/index.ts';
import { earn } from '../ledger/ledger.ts';
import type { EarnItem } from '../ledger/types.ts';
import { programmes } from '../programmes/programmes.ts';
import { endOfDay } from '../tiers/sql.ts';
import { findCustomers, openAccounts } from './sql.ts';

type Contract = typeof loyaltyTiersContract;

/** What an import of balances came to. */
export interface BalanceTotals {
  /** Records of the file, the header not counted. */
  lines: number;
  credited: number;
  /** Brought before, by this file or another way. */
  duplicates: number;
  points: number;
  /** Rejected lines by reason. */
  rejects: Record<string, number>;
}

/** What became of a balance. */
export type Opened =
  | { status: 'credited' | 'duplicate'; customerId: string; entryId: string | null; points: number }
  | { status: 'rejected'; code: ErrorCode };

/** `POST /loyalty/opening-balances`: what became of each, in order. */
export async function openBalances(
  ctx: Ctx,
  { balances }: InputOf<Contract['openBalances']>,
): Promise<OutputOf<Contract['openBalances']>> {
  const opened = await openMany(ctx, balances);
  const of = (status: Opened['status']) => opened.filter((item) => item.status === status).length;
  const points = opened.reduce((sum, item) => sum + (item.status === 'credited' ? item.points : 0), 0);
  ctx.audit({
    action: 'loyalty.openBalances',
    entity: 'store',
    entityId: ctx.storeId,
    after: { credited: of('credited'), points },
  });
  return {
    credited: of('credited'),
    duplicates: of('duplicate'),
    rejected: of('rejected'),
    points,
    results: opened.map((item) =>
      item.status === 'rejected'
        ? { status: item.status, customerId: null, entryId: null, code: item.code }
        : { status: item.status, customerId: item.customerId, entryId: item.entryId, code: null },
    ),
  };
}

/**
 * Credits balances, each once for ever; one result per item, in order. Rejected with `not_found`
 * (customer or programme), `customer_closed`, `date_too_old` (it has ended already), or
 * `transaction_conflict` (brought before with other points). Six round trips for any number.
 */
export async function openMany(ctx: Ctx, balances: readonly OpeningBalance[]): Promise<Opened[]> {
  const [{ timeZone }, known, found] = await Promise.all([
    settings.store(ctx),
    programmes(ctx),
    findHolders(ctx, balances),
  ]);
  const ends = await endsOf(ctx, balances, timeZone);
  const checked = balances.map((balance): Wanted | ErrorCode => {
    const customer = found.get(balance);
    const programmeId = balance.programId ?? known.standard.id;
    const expiresAt = balance.expiresAt === undefined ? undefined : ends.get(balance.expiresAt);
    if (!customer || !known.byId.has(programmeId)) return 'not_found';
    if (customer.status === 'closed') return 'customer_closed';
    if (expiresAt && expiresAt <= ctx.now) return 'date_too_old';
    return { balance, customer, programmeId, expiresAt };
  });
  const wanted = checked.filter((item) => typeof item !== 'string');
  const results = await creditAll(ctx, wanted);
  let next = 0;
  return checked.map((item): Opened => {
    if (typeof item === 'string') return { status: 'rejected', code: item };
    const result = results[next++];
    if (!result || result.status === 'conflict') return { status: 'rejected', code: 'transaction_conflict' };
    const { status, entryId, points } = result;
    return { status, customerId: item.customer.id, entryId, points };
  });
}

interface Wanted {
  balance: OpeningBalance;
  customer: customers.Resolved;
  programmeId: string;
  expiresAt: Date | undefined;
}

async function creditAll(ctx: Ctx, wanted: readonly Wanted[]) {
  if (wanted.length === 0) return [];
  const opened = await openAccounts(ctx.tx, ctx.storeId, {
    at: ctx.now,
    wanted: wanted.map(({ customer, programmeId }) => ({
      customerId: customer.id,
      programmeId,
      id: ctx.newId(),
    })),
    lock: false,
  });
  const accounts = new Map(opened.map((row) => [`${row.customerId} ${row.programmeId}`, row.accountId]));
  const items = wanted.map(
    ({ balance, customer, programmeId, expiresAt }): EarnItem => ({
      customerId: customer.presentedId,
      accountId: accounts.get(`${customer.id} ${programmeId}`) as string,
      source: 'opening',
      sourceId: balance.id ?? [customer.presentedId, programmeId, expiresAt?.toISOString() ?? ''].join(' '),
      line: 0,
      kind: 'opening',
      points: balance.points,
      occurredAt: ctx.now,
      expiresAt,
      reason: { rule: 'opening' },
    }),
  );
  return earn(quiet(ctx), items);
}

/** The context of history: events are not emitted. */
function quiet(ctx: Ctx): Ctx {
  return Object.create(ctx, { emit: { value: () => undefined } }) as Ctx;
}

/** The instants that the balances' ends mean; a date is the end of that local day. */
async function endsOf(
  ctx: Ctx,
  balances: readonly OpeningBalance[],
  timeZone: string,
): Promise<Map<string, Date>> {
  const given = [...new Set(balances.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt] : [])))];
  const ends = given.map(
    async (text): Promise<[string, Date]> => [
      text,
      text.length === 10 ? await endOfDay(ctx.tx, text, timeZone) : new Date(text),
    ],
  );
  return new Map(await Promise.all(ends));
}

const cardOrId = /^([1-9]\d{11}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Who each balance belongs to, merges followed; nobody where the reference means none. */
async function findHolders(
  ctx: Ctx,
  balances: readonly OpeningBalance[],
): Promise<Map<OpeningBalance, customers.Resolved>> {
  const { country } = await settings.store(ctx);
  const marks = balances.map(({ customer, customerSource }) => {
    const bare = customer.replace(/\s/g, '');
    if (customerSource !== undefined) return { sourceKey: JSON.stringify([customerSource, customer]) };
    if (cardOrId.test(bare)) return { id: bare.toLowerCase() };
    return customer.includes('@')
      ? { email: normaliseEmail(customer) }
      : { phone: normalisePhone(customer, country) };
  });
  const rows = await findCustomers(ctx.tx, ctx.storeId, {
    emails: marks.flatMap(({ email }) => email ?? []),
    phones: marks.flatMap(({ phone }) => phone ?? []),
    sources: marks.flatMap(({ sourceKey }) => {
      const [source, sourceId] = sourceKey === undefined ? [] : (JSON.parse(sourceKey) as string[]);
      return source !== undefined && sourceId !== undefined ? { source, sourceId } : [];
    }),
  });
  const ids = new Map<string, string>();
  for (const { id, email, phone, source, sourceId } of rows) {
    if (email !== null) ids.set(email, id);
    if (phone !== null) ids.set(phone, id);
    ids.set(JSON.stringify([source, sourceId]), id);
  }
  const refs = marks.map(
    ({ id, email, phone, sourceKey }) => id ?? ids.get(email ?? phone ?? sourceKey ?? '') ?? '',
  );
  const resolved = await customers.resolveMany(
    ctx,
    refs.filter((ref) => ref !== ''),
  );
  return new Map(
    balances.flatMap((balance, index): [OpeningBalance, customers.Resolved][] => {
      const customer = resolved.get(refs[index] as string);
      return customer ? [[balance, customer]] : [];
    }),
  );
}
