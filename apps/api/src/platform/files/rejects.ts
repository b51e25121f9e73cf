import { type FileHandle, open } from 'node:fs/promises';
import { ImportError } from './records.ts';

/** A line of the file that is not taken, and why: a short word for the person at the console. */
export interface Reject {
  line: number;
  reason: string;
  raw: string;
}

const header = 'line,reason,raw\r\n';

/**
 * The file of rejected lines: line number, reason, the line as it stood. Written at a given place, so
 * that a batch that runs again writes over what its first try left.
 */
export class RejectsFile {
  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Opens the file and cuts it to what belongs to batches that have committed. */
  static async open(path: string, length: number): Promise<RejectsFile> {
    try {
      const handle = await open(path, length === 0 ? 'w' : 'r+');
      if (length === 0) await handle.write(header, 0);
      else await handle.truncate(length);
      return new RejectsFile(path, handle);
    } catch (error) {
      if (length > 0 && (error as NodeJS.ErrnoException).code === 'ENOENT')
        throw new ImportError(
          `${path} is not there: the rejected lines of what is imported already stand in it; name the file they are in`,
        );
      throw new ImportError(`the rejected lines cannot be written to ${path}: ${(error as Error).message}`);
    }
  }

  /** Writes rejects at `position` and answers where the next go; on disk when it returns. */
  async write(position: number, rejects: readonly Reject[]): Promise<number> {
    const at = position === 0 ? header.length : position;
    if (rejects.length === 0) return at;
    const bytes = Buffer.from(
      rejects.map(({ line, reason, raw }) => `${line},${reason},${quoted(raw)}\r\n`).join(''),
    );
    try {
      await this.handle.write(bytes, 0, bytes.length, at);
      await this.handle.datasync();
    } catch (error) {
      throw new ImportError(
        `the rejected lines cannot be written to ${this.path}: ${(error as Error).message}`,
      );
    }
    return at + bytes.length;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** A CSV field in quotes; one that a spreadsheet would take for a formula gets an apostrophe before it. */
function quoted(raw: string): string {
  return `"${(/^[=+\-@\t\r]/.test(raw) ? `'${raw}` : raw).replaceAll('"', '""')}"`;
}
