import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopChildrenAtExit } from './processes.ts';

/** A temporary folder that goes away, with every process started here, when this process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-test-'));
  // Run by root, the embedded database drops to another user, who must be able to reach its data here.
  chmodSync(folder, 0o755);
  stopChildrenAtExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
