/** The console's catalogues, to be added to those of `core.ts` when it is opened. */
export { consoleFiles } from './messages/console/index.ts';
