import { loyaltyContract as contract, loyaltyLedgerContract as ledger } from '@wafa/contract';
import { bind, bindBatch, type Route } from '../../../platform/http/bind.ts';
import { account, history } from './account.ts';
import { adjustByHand } from './adjust.ts';
import { balanceAt } from './balance.ts';
import { captureHold, listHolds, placeHold, releaseHold } from './checkout.ts';
import { credit } from './credit.ts';
import { postPoints } from './post.ts';
import { transferPoints } from './transfer.ts';

export const routes: Route[] = [
  bind(contract.account, account),
  bind(contract.history, history),
  bindBatch(contract.earn, credit),
  bind(ledger.hold, placeHold),
  bind(ledger.captureHold, captureHold),
  bind(ledger.releaseHold, releaseHold),
  bind(ledger.holds, listHolds),
  bind(ledger.adjust, adjustByHand),
  bind(ledger.transfer, transferPoints),
  bind(ledger.balanceAt, balanceAt),
  bind(ledger.postPoints, postPoints),
];
