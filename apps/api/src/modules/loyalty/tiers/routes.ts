import { loyaltyTiersContract as contract } from '@wafa/contract';
import { bind, type Route } from '../../../platform/http/bind.ts';
import { editLadder, ladder } from './ladder.ts';
import { giveTier, tier, tierHistory } from './standing.ts';

export const routes: Route[] = [
  bind(contract.ladder, ladder),
  bind(contract.editLadder, editLadder),
  bind(contract.tier, tier),
  bind(contract.tierHistory, tierHistory),
  bind(contract.giveTier, giveTier),
];
