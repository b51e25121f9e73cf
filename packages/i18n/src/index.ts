/** Arabic and English: every catalogue, direction, plural forms, numbers, money and dates. */
import './messages/index.ts';

export * from './core.ts';
