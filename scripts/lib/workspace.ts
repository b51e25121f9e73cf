import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopChildrenAtExit } from './processes.ts';

/**
 * A temporary folder that goes away, with every process started here, when this process ends. It is
 * also the temporary folder of those processes, so that an interrupted one leaves nothing either.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-test-'));
  // Run by root, the embedded database drops to another user, who must be able to reach its data here.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  stopChildrenAtExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
