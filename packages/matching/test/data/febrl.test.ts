import { describe, expect, it } from 'vitest';
import { febrlFolder, linkFebrl } from '../febrl.ts';

const febrl = linkFebrl();
if (febrl === undefined)
  console.warn(`skipped: ${febrlFolder} is not there (set WAFA_DATA to the folder of the public data)`);

describe.skipIf(febrl === undefined)('FEBRL 4 without the social number and without labels', () => {
  it('is linked with F1 of at least .995', () => {
    const { precision = 0, recall = 0, f1 = 0, seconds = 0 } = febrl ?? {};
    console.info(
      `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)} in ${seconds.toFixed(1)} s`,
    );
    expect(f1).toBeGreaterThanOrEqual(0.995);
  });
});
