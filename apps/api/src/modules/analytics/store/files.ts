/** The charts of the store as files: the same answers, a line for each of their rows. */
import type {
  AnalyticsOverview,
  CohortTable,
  ProgrammeHealth,
  RfmGrid,
  SalesBreakdown,
  SegmentAnalytics,
  TierAnalytics,
  TopCategories,
  TopProducts,
} from '@wafa/contract';
import { exported, fieldsOf, fileOf } from '../csv.ts';
import { cohorts } from './cohorts.ts';
import { rfm, segments, tiers } from './groups.ts';
import { figureNames, overview } from './overview.ts';
import { programmes } from './programmes.ts';
import { categories, products, sales } from './sales.ts';

type RowOf<A> = A extends readonly (infer R)[] ? R : never;

const sold = ['orders', 'quantity', 'gross', 'returned', 'refunded', 'net', 'share'] as const;
const group = [
  'customers',
  'share',
  'orders',
  'revenue',
  'revenueShare',
  'averageOrderValue',
  'averageLifetimeValue',
  'predicted',
  'averageChurnRisk',
  'highChurnRisk',
] as const;
const dated = (name: string, { from, to }: { from: string; to: string }) => `${name}-${from}-${to}`;

export const overviewCsv = exported(
  (ctx, input: Omit<Parameters<typeof overview>[1], 'compare'>) =>
    overview(ctx, { ...input, compare: false }),
  (answer) =>
    fileOf(
      dated('overview', answer),
      fieldsOf<RowOf<AnalyticsOverview['series']>>(['start', ...figureNames]),
      answer.series,
    ),
);

export const salesCsv = exported(sales, (answer) =>
  fileOf(
    dated(`sales-by-${answer.by}`, answer),
    fieldsOf<RowOf<SalesBreakdown['rows']>>([
      'key',
      'name',
      'nameAr',
      'orders',
      'gross',
      'refunded',
      'net',
      'share',
    ]),
    answer.rows,
  ),
);

export const productsCsv = exported(products, (answer) =>
  fileOf(
    dated('products', answer),
    fieldsOf<RowOf<TopProducts['products']>>(['sku', 'name', 'category', ...sold]),
    answer.products,
  ),
);

export const categoriesCsv = exported(categories, (answer) =>
  fileOf(
    dated('categories', answer),
    fieldsOf<RowOf<TopCategories['categories']>>(['category', ...sold]),
    answer.categories,
  ),
);

export const segmentsCsv = exported(segments, (answer) =>
  fileOf('segments', fieldsOf<RowOf<SegmentAnalytics['segments']>>(['key', ...group]), answer.segments),
);

export const tiersCsv = exported(tiers, (answer) =>
  fileOf('tiers', fieldsOf<RowOf<TierAnalytics['tiers']>>(['key', ...group]), answer.tiers),
);

type Period = RowOf<RowOf<CohortTable['cohorts']>['periods']>;

export const cohortsCsv = exported(cohorts, (answer) =>
  fileOf(
    `cohorts-${answer.startDate}-${answer.endDate}`,
    [
      ['cohort', ({ cohort }) => cohort],
      ['cohortCustomers', ({ size }) => size],
      ['index', ({ period }) => period.index],
      ['period', ({ period }) => period.start],
      ['customers', ({ period }) => period.customers],
      ['retention', ({ period }) => period.retention],
      ['orders', ({ period }) => period.orders],
      ['revenue', ({ period }) => period.revenue],
    ],
    answer.cohorts.flatMap(({ start, customers, periods }) =>
      periods.map((period: Period) => ({ cohort: start, size: customers, period })),
    ),
  ),
);

export const rfmCsv = exported(rfm, (answer) =>
  fileOf(
    'rfm',
    fieldsOf<RowOf<RfmGrid['cells']>>([
      'recency',
      'frequency',
      'customers',
      'revenue',
      'share',
      'averageMonetary',
    ]),
    answer.cells,
  ),
);

export const programmesCsv = exported(programmes, (answer) =>
  fileOf(
    dated('programmes', answer),
    [
      ['programId', ({ programId }) => programId],
      ['name', ({ name }) => name.en],
      ['nameAr', ({ name }) => name.ar],
      ...fieldsOf<RowOf<ProgrammeHealth['programmes']>>([
        'members',
        'activeMembers',
        'earningMembers',
        'redeemingMembers',
        'issued',
        'redeemed',
        'expired',
        'redemptionRate',
        'outstanding',
        'worth',
        'rewardsRedeemed',
      ]),
    ],
    answer.programmes,
  ),
);
