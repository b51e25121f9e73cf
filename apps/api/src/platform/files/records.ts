import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file that cannot be imported as it is; the message says why, for the person at the console. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A line of the file. A quoted field may hold line ends: `line` is then the first, `raw` has them all. */
export interface FileRecord {
  /** Counted from 1, the header included. */
  line: number;
  raw: string;
  /** Undefined where quotes are broken, or the format has no fields. */
  fields?: string[];
}

/** How far a file has been read, in bytes of the file as it stands on disk. */
export interface Reading {
  bytes: number;
  totalBytes: number;
  /** SHA-256 of the file, once it has been read to its end. */
  hash?: Buffer;
}

const longestRecord = 1_000_000;

/**
 * Reads a text file, gzipped or not, as records, in arrays of what came at once. Throws ImportError
 * where it cannot be opened, says .gz and is not gzip, or is cut off.
 * @param reading kept up to date while it reads
 */
export async function* readRecords(
  file: string,
  format: 'csv' | 'jsonl',
  reading: Reading,
): AsyncGenerator<FileRecord[]> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  const assembler = new Assembler(format);
  let rest = '';
  try {
    for await (const chunk of await openText(
      file,
      (bytes) => {
        reading.bytes += bytes.length;
        hash.update(bytes);
      },
      reading,
    )) {
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = lines.pop() as string;
      if (rest.length > longestRecord)
        throw new ImportError(`${file}: a line is longer than ${longestRecord} characters`);
      yield assembler.take(lines);
    }
  } catch (error) {
    throw error instanceof ImportError
      ? error
      : new ImportError(`${file} cannot be read: ${(error as Error).message}`);
  }
  yield assembler.take([...(rest === '' ? [] : [rest])]).concat(assembler.end());
  reading.hash = hash.digest();
}

async function openText(file: string, onBytes: (bytes: Buffer) => void, reading: Reading): Promise<Readable> {
  const info = await stat(file);
  if (!info.isFile()) throw new ImportError(`${file} is not a file`);
  reading.totalBytes = info.size;
  reading.bytes = 0;
  const handle = await open(file);
  const magic = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const zipped = magic.bytesRead === 2 && magic.buffer.readUInt16BE(0) === 0x1f8b;
  if (!zipped && file.endsWith('.gz')) throw new ImportError(`${file} is named .gz but is not gzip`);
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  source.on('data', (bytes) => onBytes(bytes as Buffer));
  if (!zipped) return source;
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => unzip.destroy(error));
  return source.pipe(unzip);
}

/** Puts lines together to records where a quoted field runs over the end of its line. */
class Assembler {
  private line = 0;
  /** Lines of a record whose last quote is still open. */
  private waiting: string[] = [];

  constructor(private readonly format: 'csv' | 'jsonl') {}

  take(lines: readonly string[]): FileRecord[] {
    const records: FileRecord[] = [];
    for (const text of lines) {
      this.line++;
      const raw = text.endsWith('\r') ? text.slice(0, -1) : text;
      if (this.format === 'jsonl') records.push({ line: this.line, raw });
      else this.addCsv(raw, records);
    }
    return records;
  }

  /** What was still open at the end of the file: broken records, one a line. */
  end(): FileRecord[] {
    const records: FileRecord[] = [];
    while (this.waiting.length > 0) this.giveUp(records);
    return records;
  }

  private addCsv(raw: string, records: FileRecord[]): void {
    this.waiting.push(raw);
    this.tryRecord(records);
    // A quote that never closes breaks its own line, not the rest of the file.
    while (this.waiting.length > maxLinesOfRecord) this.giveUp(records);
  }

  private tryRecord(records: FileRecord[]): void {
    const raw = this.waiting.length === 1 ? (this.waiting[0] as string) : this.waiting.join('\n');
    const fields = splitFields(raw);
    if (fields === 'open') return;
    // A quote that an unrelated later line happens to close: its own line alone is broken.
    if (fields === 'broken' && this.waiting.length > 1) {
      this.giveUp(records);
      return;
    }
    records.push({
      line: this.line - this.waiting.length + 1,
      raw,
      fields: fields === 'broken' ? undefined : fields,
    });
    this.waiting = [];
  }

  private giveUp(records: FileRecord[]): void {
    const [first = '', ...others] = this.waiting;
    const last = this.line;
    records.push({ line: last - others.length, raw: first });
    this.waiting = [];
    for (const [index, raw] of others.entries()) {
      this.line = last - others.length + index + 1;
      this.waiting.push(raw);
      this.tryRecord(records);
    }
    this.line = last;
  }
}

const maxLinesOfRecord = 50;

/**
 * The fields of a CSV record (RFC 4180): a field that begins with a quote ends with one, quotes inside
 * are doubled. `open`: a quoted field has not ended; `broken`: text after a closing quote.
 */
export function splitFields(raw: string): string[] | 'open' | 'broken' {
  if (!raw.includes('"')) return raw.split(',');
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (raw[at] === '"') {
      let end = raw.indexOf('"', at + 1);
      while (end !== -1 && raw[end + 1] === '"') end = raw.indexOf('"', end + 2);
      if (end === -1) return 'open';
      fields.push(raw.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < raw.length && raw[at] !== ',') return 'broken';
    } else {
      const comma = raw.indexOf(',', at);
      fields.push(raw.slice(at, comma === -1 ? undefined : comma));
      at = comma === -1 ? raw.length : comma;
    }
    if (at >= raw.length) return fields;
    at++;
    if (at === raw.length) return [...fields, ''];
  }
}
