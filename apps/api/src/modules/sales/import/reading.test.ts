import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileRecord, readRecords, splitFields } from '../../../platform/files/records.ts';
import { priceLine } from './amounts.ts';
import { instantIn } from './times.ts';

describe('fields of a CSV record', () => {
  it('are what csv-parse reads', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', ' ', 'é', '£'), maxLength: 6 });
    const written = fc
      .array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 6 })
      .map((fields) =>
        fields
          .map(([text, quote]) => (quote || /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
          .join(','),
      );
    fc.assert(
      fc.property(written, (raw) => {
        fc.pre(raw !== '');
        expect(splitFields(raw)).toEqual(parse(raw)[0] ?? ['']);
      }),
    );
  });

  it('say where quotes are open or broken', () => {
    expect(splitFields('a,"b')).toBe('open');
    expect(splitFields('a,"b"c,d')).toBe('broken');
    expect(splitFields('a,"b",')).toEqual(['a', 'b', '']);
  });
});

describe('records of a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wafa-records-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function recordsOf(content: string, format: 'csv' | 'jsonl' = 'csv'): Promise<FileRecord[]> {
    const file = join(folder, 'file');
    await writeFile(file, content);
    const records: FileRecord[] = [];
    for await (const batch of readRecords(file, format, { bytes: 0, totalBytes: 0 })) records.push(...batch);
    return records;
  }

  it('count lines from 1, over quoted line ends, with or without a last line end', async () => {
    expect(await recordsOf('\ufeffa,b\r\n1,"two\r\nlines"\r\n3,4')).toEqual([
      { line: 1, raw: 'a,b', fields: ['a', 'b'] },
      { line: 2, raw: '1,"two\nlines"', fields: ['1', 'two\nlines'] },
      { line: 4, raw: '3,4', fields: ['3', '4'] },
    ]);
  });

  it('lose one line to a quote that never closes', async () => {
    const rest = Array.from({ length: 120 }, (_, index) => `${index},x`);
    const records = await recordsOf(['1,"open', ...rest].join('\n'));
    expect(records[0]).toEqual({ line: 1, raw: '1,"open' });
    expect(records.slice(1).map((record) => record.fields?.[0])).toEqual(
      rest.map((_, index) => String(index)),
    );
    expect(records.at(-1)?.line).toBe(121);
  });

  it('lose two lines to two such quotes, and the last of a file', async () => {
    const records = await recordsOf('1,"open\n2,"open\n3,x\n4,"open');
    expect(records.map((record) => [record.line, record.fields?.[0]])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, '3'],
      [4, undefined],
    ]);
  });

  it('of JSON lines are the lines', async () => {
    expect(await recordsOf('{"a":"x\\"y"}\n\n{}', 'jsonl')).toEqual([
      { line: 1, raw: '{"a":"x\\"y"}' },
      { line: 2, raw: '' },
      { line: 3, raw: '{}' },
    ]);
  });

  it('refuse a line without end', async () => {
    await expect(recordsOf('x'.repeat(1_100_000))).rejects.toThrow(/longer than/);
  });
});

describe('prices', () => {
  it.each<[string, number, number, number, number, number]>([
    ['2.55', 6, 2, 255, 0, 1530],
    ['3', 2, 2, 300, 0, 600],
    ['.5', 1, 2, 50, 0, 50],
    ['7.', 1, 2, 700, 0, 700],
    ['0.001', 1, 2, 1, 1, 0],
    ['0.005', 1, 2, 1, 0, 1],
    ['0.005', 1000, 2, 1, 500, 500],
    ['-1.50', 2, 2, -150, 0, -300],
    ['1.234', 3, 3, 1234, 0, 3702],
    ['150', 2, 0, 150, 0, 300],
  ])('%s × %i at %i digits', (price, quantity, exponent, unitPrice, discount, total) => {
    expect(priceLine(price, quantity, exponent)).toEqual({ unitPrice, discount, total });
  });

  it.each(['', '.', '-', '1,5', '1e3', 'x', '999999999999999'])('%s is none', (price) => {
    expect(priceLine(price, 1_000_000, 2)).toBeUndefined();
  });

  it('give quantity × unit price − discount = total, and lie within half a minor unit of the exact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.nat({ max: 6 }),
        fc.integer({ min: 1, max: 1000 }),
        (digits, places, quantity) => {
          const text = String(digits).padStart(places + 1, '0');
          const price = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
          const line = priceLine(price, quantity, 2);
          if (!line) throw new Error(price);
          expect(quantity * line.unitPrice - line.discount).toBe(line.total);
          expect(line.discount).toBeGreaterThanOrEqual(0);
          const exact = BigInt(digits) * BigInt(quantity) * 100n;
          const off = BigInt(line.total) * 10n ** BigInt(places) - exact;
          expect(2n * (off < 0n ? -off : off) <= 10n ** BigInt(places)).toBe(true);
        },
      ),
    );
  });
});

describe('times', () => {
  it.each<[string, string, string | undefined]>([
    ['Europe/London', '2010-12-01 08:26:00', '2010-12-01T08:26:00.000Z'],
    ['Europe/London', '2011-07-01 08:26', '2011-07-01T07:26:00.000Z'],
    ['Europe/London', '12/1/2010 8:26', '2010-12-01T08:26:00.000Z'],
    ['Asia/Riyadh', '2026-02-01T10:00:05', '2026-02-01T07:00:05.000Z'],
    ['Asia/Riyadh', '2026-02-01 10:00+01:00', '2026-02-01T09:00:00.000Z'],
    ['Asia/Riyadh', '2026-02-01T10:00:00Z', '2026-02-01T10:00:00.000Z'],
    // The clock skips 01:00 to 02:00, and later repeats it.
    ['Europe/London', '2011-03-27 01:30:00', '2011-03-27T01:30:00.000Z'],
    ['Europe/London', '2011-10-30 01:30:00', '2011-10-30T00:30:00.000Z'],
    ['Europe/London', '2011-02-30 10:00:00', undefined],
    ['Europe/London', '2011-02-20 25:00:00', undefined],
    ['Europe/London', '13/1/2011 10:00', undefined],
    ['Europe/London', 'yesterdayZ', undefined],
    ['Europe/London', '', undefined],
  ])('%s %s', (zone, text, at) => {
    expect(instantIn(zone, text)?.toISOString()).toBe(at);
  });
});
