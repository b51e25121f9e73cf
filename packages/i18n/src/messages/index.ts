/**
 * Every catalogue: the portal's, the console's, and what only the API says. A new capability adds one
 * import and one line to the list it belongs to (`portal.ts`, `console/index.ts`, or `files` here).
 */
import { consoleFiles } from './console/index.ts';
import * as customers from './customers.ts';
import * as duplicates from './duplicates.ts';
import * as errors from './errors.ts';
import * as notifications from './notifications.ts';
import { portalFiles } from './portal.ts';
import { addMessages, type MessageFiles } from './registry.ts';

/** Error codes stand bare in their file and as `error.<code>` in the catalogue. */
function prefixed(sentences: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sentences).map(([code, text]) => [`error.${code}`, text]));
}

export const files: MessageFiles = {
  ...portalFiles,
  ...consoleFiles,
  customers,
  duplicates,
  errors: { en: prefixed(errors.en), ar: prefixed(errors.ar) },
  notifications,
};

addMessages(files);
