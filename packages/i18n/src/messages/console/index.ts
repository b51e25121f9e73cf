/** What the staff console says; a new capability adds one import and one line. */

import * as duplicates from '../duplicates.ts';
import * as earning from '../earning.ts';
import * as predictionReasons from '../prediction-reasons.ts';
import type { MessageFiles } from '../registry.ts';
import * as timeline from '../timeline.ts';
import * as analytics from './analytics.ts';
import * as cleaning from './cleaning.ts';
import * as customers from './customers.ts';
import * as earnRules from './earn-rules.ts';
import * as liability from './liability.ts';
import * as loyalty from './loyalty.ts';
import * as messages from './messages.ts';
import * as occasions from './occasions.ts';
import * as offers from './offers.ts';
import * as predictions from './predictions.ts';
import * as profile from './profile.ts';
import * as referrals from './referrals.ts';
import * as rewards from './rewards.ts';
import * as segments from './segments.ts';
import * as shell from './shell.ts';

export const consoleFiles: MessageFiles = {
  'console/analytics': analytics,
  'console/cleaning': cleaning,
  'console/customers': customers,
  'console/earn-rules': earnRules,
  'console/liability': liability,
  'console/loyalty': loyalty,
  'console/messages': messages,
  'console/occasions': occasions,
  'console/offers': offers,
  'console/predictions': predictions,
  'console/profile': profile,
  'console/referrals': referrals,
  'console/rewards': rewards,
  'console/segments': segments,
  'console/shell': shell,
  duplicates,
  earning,
  'prediction-reasons': predictionReasons,
  timeline,
};
