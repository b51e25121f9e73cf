import { loyaltyProofContract as contract } from '@wafa/contract';
import { bind, type Route } from '../../../platform/http/bind.ts';
import { root, roots } from './roots.ts';
import { statement } from './statement.ts';

export const routes: Route[] = [
  bind(contract.roots, roots),
  bind(contract.root, root),
  bind(contract.statement, statement),
];
