import {
  type BgNbdFit,
  expectedPurchases,
  expectedSpend,
  fitBgNbd,
  fitGammaGamma,
  fitNbd,
  type GammaGammaFit,
  type HoldoutReport,
  holdOut,
  type NbdFit,
  newcomer,
  reportHoldout,
  type TrackingPoint,
  trackRepeats,
} from '../src/index.ts';
import { readCdnowPurchases, readCdnowSummary } from './cdnow-file.ts';
import { dayOf } from './data-file.ts';

const span = { cutDay: dayOf('1997-09-30'), untilDay: dayOf('1998-06-30'), daysPerUnit: 7 };
const weeks = 39;

/** What the published studies of the CDNOW sample report, made anew. */
export interface CdnowStudy {
  bgNbd: BgNbdFit;
  nbd: NbdFit;
  /** Expected purchases in 39 weeks of x = 2, t_x = 30.43, T = 38.86. */
  customerForecast: number;
  /** E[X(39)] of a new customer. */
  newcomerForecast: number;
  spend: GammaGammaFit;
  /** Expected spend of the first ten customers, dollars. */
  firstTenSpend: number[];
  holdout: HoldoutReport;
  /** The same with the NBD. */
  holdoutNbd: HoldoutReport;
  tracking: TrackingPoint[];
}

/** Fits and forecasts the CDNOW sample as Fader, Hardie & Lee (2005) did. */
export function studyCdnow(summaryFile: string, purchasesFile: string): CdnowStudy {
  const customers = readCdnowSummary(summaryFile);
  const purchases = readCdnowPurchases(purchasesFile);
  const bgNbd = fitBgNbd(customers);
  const nbd = fitNbd(customers);
  const spend = fitGammaGamma(customers);
  if (!spend) throw new Error('too few repeaters: is this the whole file?');
  const heldOut = holdOut(purchases, span);
  return {
    bgNbd,
    nbd,
    customerForecast: expectedPurchases(bgNbd.model, { repeats: 2, lastAt: 30.43, age: 38.86 }, weeks),
    newcomerForecast: expectedPurchases(bgNbd.model, newcomer, weeks),
    spend,
    firstTenSpend: customers.slice(0, 10).map((customer) => expectedSpend(spend.model, customer)),
    holdout: reportHoldout(bgNbd.model, heldOut, weeks),
    holdoutNbd: reportHoldout(nbd.model, heldOut, weeks),
    tracking: trackRepeats(bgNbd.model, purchases, span),
  };
}
