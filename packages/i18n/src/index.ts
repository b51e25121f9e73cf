/** Arabic and English: the catalogues, direction, plural forms, numbers, money and dates. Pure. */
export * from './bidi.ts';
export * from './format.ts';
export * from './issues.ts';
export * from './language.ts';
export { messages } from './messages/index.ts';
export * from './translate.ts';
