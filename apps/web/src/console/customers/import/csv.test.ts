import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

describe('a CSV file', () => {
  it('is read as objects by column name', () => {
    expect(readCsv('name,phone\r\nأمل,+966500000001\r\nHuda,\r\n')).toEqual({
      columns: ['name', 'phone'],
      rows: [
        { name: 'أمل', phone: '+966500000001' },
        { name: 'Huda', phone: '' },
      ],
    });
  });
  it('may hold marks, line breaks and quotes in quotes', () => {
    expect(readCsv('a,b\n"x, ""y""","line 1\nline 2"')?.rows).toEqual([{ a: 'x, "y"', b: 'line 1\nline 2' }]);
  });
  it('may stand with semicolons or tabs, and begin with a byte-order mark', () => {
    expect(readCsv('\uFEFFa;b\n1;2,5')?.rows).toEqual([{ a: '1', b: '2,5' }]);
    expect(readCsv('a\tb\n1\t2')?.rows).toEqual([{ a: '1', b: '2' }]);
    expect(readCsv('"one; two",b\n1,2')?.columns).toEqual(['one; two', 'b']);
  });
  it('leaves out empty lines and what stands beyond the named columns', () => {
    expect(readCsv('a,b\n\n,\n1,2,3\n')?.rows).toEqual([{ a: '1', b: '2' }]);
  });
  it('is nothing without a line under the names', () => {
    expect(readCsv('')).toBeNull();
    expect(readCsv('a,b\n')).toBeNull();
  });
  it('ends a quote that is never closed with the file', () => {
    expect(readCsv('a\n"open')?.rows).toEqual([{ a: 'open' }]);
  });
});
