/** What the staff console says; a new capability adds one import and one line. */
import type { MessageFiles } from '../registry.ts';
import * as timeline from '../timeline.ts';
import * as shell from './shell.ts';

export const consoleFiles: MessageFiles = { 'console/shell': shell, timeline };
