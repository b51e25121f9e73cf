import { notificationsStaffContract as contract } from '@wafa/contract';
import { bind } from '../../../platform/http/bind.ts';
import { staffMails } from './list.ts';

export const routes = [bind(contract.staffMails, staffMails)];
