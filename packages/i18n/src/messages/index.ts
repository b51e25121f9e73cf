/**
 * Every catalogue: the portal's, those of its features, the console's, and what only the API says. A new
 * capability adds one line to the list it belongs to (`portal.ts`, `../features.ts`, `console/index.ts`, or
 * `files` here).
 */
import * as features from '../features.ts';
import { consoleFiles } from './console/index.ts';
import * as customers from './customers.ts';
import * as duplicates from './duplicates.ts';
import * as errors from './errors.ts';
import * as insights from './insights.ts';
import * as notifications from './notifications.ts';
import * as offerReasons from './offer-reasons.ts';
import { portalFiles } from './portal.ts';
import * as predictionReasons from './prediction-reasons.ts';
import * as referralWords from './referral-words.ts';
import { addMessages, type MessageFiles } from './registry.ts';
import * as segmentFields from './segment-fields.ts';

/** Error codes stand bare in their file and as `error.<code>` in the catalogue. */
function prefixed(sentences: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sentences).map(([code, text]) => [`error.${code}`, text]));
}

export const files: MessageFiles = {
  ...portalFiles,
  ...consoleFiles,
  ...features,
  customers,
  duplicates,
  insights,
  errors: { en: prefixed(errors.en), ar: prefixed(errors.ar) },
  notifications,
  'offer-reasons': offerReasons,
  'prediction-reasons': predictionReasons,
  'segment-fields': segmentFields,
  'referral-words': referralWords,
};

addMessages(files);
