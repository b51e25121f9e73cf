/** Direction, plural forms, numbers, money and dates, with the portal's catalogues only. */
import { portalFiles } from './messages/portal.ts';
import { addMessages } from './messages/registry.ts';

export * from './bidi.ts';
export * from './format.ts';
export * from './hijri.ts';
export * from './issues.ts';
export * from './language.ts';
export { addMessages, type MessageFile, messages } from './messages/registry.ts';
export * from './translate.ts';

addMessages(portalFiles);
