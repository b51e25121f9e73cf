import { catalogueContract as contract } from '@wafa/contract';
import { bind } from '../../platform/http/bind.ts';
import * as catalogue from './catalogue.ts';

export const routes = [
  bind(contract.list, catalogue.list),
  bind(contract.categories, catalogue.categories),
  bind(contract.create, catalogue.create),
  bind(contract.get, catalogue.get),
  bind(contract.update, catalogue.update),
];
