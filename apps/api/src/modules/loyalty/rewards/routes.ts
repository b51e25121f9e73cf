import { loyaltyRewardsContract as contract } from '@wafa/contract';
import { bind, bindStream, type Route } from '../../../platform/http/bind.ts';
import * as catalogue from './catalogue.ts';
import { exportRewards } from './export.ts';
import { redeem } from './redeem.ts';
import * as redemptions from './redemptions.ts';
import { offeredRewards } from './rewards.ts';

export const routes: Route[] = [
  bind(contract.offeredRewards, offeredRewards),
  bind(contract.rewards, catalogue.list),
  bindStream(contract.exportRewards, exportRewards),
  bind(contract.createReward, catalogue.create),
  bind(contract.orderRewards, catalogue.order),
  bind(contract.getReward, catalogue.get),
  bind(contract.updateReward, catalogue.update),
  bind(contract.archiveReward, catalogue.archive),
  bind(contract.addPartnerCodes, catalogue.addPartnerCodes),
  bind(contract.rewardStatistics, catalogue.statistics),
  bind(contract.redeem, redeem),
  bind(contract.redemptions, redemptions.list),
  bind(contract.redemptionsOfCustomer, redemptions.list),
  bind(contract.redemption, redemptions.get),
  bind(contract.useRedemption, redemptions.use),
  bind(contract.undoRedemption, redemptions.undo),
  bind(contract.cancelRedemption, redemptions.cancel),
];
