import type { EvaluationCause, Segment, SegmentKind } from '@wafa/contract';
import { segmentsNamed } from '../rules/references.ts';
import type { CheckedGroup } from '../rules/types.ts';
import type { Book } from './book.ts';
import { customerTextOf, descriptionOf, nameOf } from './names.ts';
import type { SegmentRow } from './sql.ts';
import { builtIns, isVisibleByDefault, rfmGroups } from './system.ts';

/** How many customers are in each segment, and how many could be. */
export interface Sizes {
  sizes: ReadonlyMap<string, number>;
  customers: number;
}

const kindOrder: readonly SegmentKind[] = ['builtin', 'rfm', 'cluster', 'dynamic', 'manual'];

/** Every segment of the store: system ones in their order, then its own by name. */
export function showAll(book: Book, counted: Sizes): Segment[] {
  const own = book.rows
    .filter(({ kind }) => kind === 'cluster' || kind === 'dynamic' || kind === 'manual')
    .map(({ key }) => key);
  const shown = [...builtIns, ...rfmGroups, ...own].flatMap((key) => show(book, key, counted) ?? []);
  const isOwn = ({ kind }: Segment) => kind === 'dynamic' || kind === 'manual';
  return [
    ...shown.filter((segment) => !isOwn(segment)),
    ...shown.filter(isOwn).sort((a, b) => a.name.en.localeCompare(b.name.en)),
  ].sort((a, b) => rank(a) - rank(b));
}

/** The store's own stand together, by rules or by hand. */
const rank = ({ kind }: Segment) => Math.min(kindOrder.indexOf(kind), 3);

/** A segment as the contract shows it; undefined where the store has none of this key. */
export function show(book: Book, key: string, { sizes, customers }: Sizes): Segment | undefined {
  const row = book.rows.find((one) => one.key === key);
  const kind = kindOf(key, row);
  if (!kind) return undefined;
  const size = sizes.get(key) ?? 0;
  const { evaluatedAt, evaluatedBy } = freshness(book, kind, row);
  return {
    key,
    kind,
    name: nameOf(key, kind, row),
    description: descriptionOf(key, kind, book.numbers, row),
    customerText: customerTextOf(key, kind, row),
    benefits: row?.benefits ?? [],
    isVisible: isVisible(key, row),
    isEditable: kind === 'dynamic' || kind === 'manual',
    rules: row?.rules ?? null,
    figures: {
      ...row?.figures,
      ...(key === 'vip' && book.model.vipCutoff !== null ? { cutoff: book.model.vipCutoff } : {}),
    },
    uses: row?.rules ? segmentsNamed(row.rules as CheckedGroup) : [],
    usedBy: book.dynamics.filter(({ rules }) => segmentsNamed(rules).includes(key)).map((other) => other.key),
    size,
    share: customers === 0 ? 0 : Math.min(size / customers, 1),
    version: row?.version ?? 1,
    evaluatedAt: evaluatedAt?.toISOString() ?? null,
    evaluatedBy,
    archivedAt: row?.archivedAt?.toISOString() ?? null,
    createdAt: kind === 'builtin' || kind === 'rfm' ? null : (row?.createdAt.toISOString() ?? null),
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}

/** The kind of a key of this store. */
export function kindOf(key: string, row: SegmentRow | undefined): SegmentKind | undefined {
  if (row) return row.kind;
  if ((builtIns as readonly string[]).includes(key)) return 'builtin';
  return (rfmGroups as readonly string[]).includes(key) ? 'rfm' : undefined;
}

export const isVisible = (key: string, row: SegmentRow | undefined): boolean =>
  row?.isVisible ?? isVisibleByDefault(key);

/** When and how all members of a segment were last found. */
export function freshness(
  book: Book,
  kind: SegmentKind,
  row: SegmentRow | undefined,
): { evaluatedAt: Date | null; evaluatedBy: EvaluationCause | null } {
  const from = kind === 'dynamic' || kind === 'manual' ? row : book.model;
  return {
    evaluatedAt: from?.evaluatedAt ?? null,
    evaluatedBy: (from?.evaluatedBy ?? null) as EvaluationCause | null,
  };
}
