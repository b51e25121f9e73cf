import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('quotes what needs quotes and disarms formulas', () => {
  expect(csvLine(['a,b', 'say "hi"', 'two\nlines', null, 12, -5, true])).toBe(
    '"a,b","say ""hi""","two\nlines",,12,-5,true\r\n',
  );
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])
    expect(csvLine([formula]).replace(/^"/, '')[0]).toBe("'");
  expect(csvLine(['أمل، حسن'])).toBe('أمل، حسن\r\n');
});
