/**
 * `npm run bench [-- S1 S4]`: measures the figures of speed, each against its limit in the same run on the
 * same machine; without names, all. Results are printed and kept in bench/results. One at a time: every
 * bench takes all cores.
 */
import { loadavg } from 'node:os';
import { stopChildrenAtExit } from '../scripts/lib/processes.ts';
import { report } from './lib/report.ts';
import { s1 } from './s1-earn.ts';
import { s2 } from './s2-record.ts';
import { s3 } from './s3-look-up.ts';
import { s4 } from './s4-import.ts';
import { s5 } from './s5-search.ts';
import { s6 } from './s6-segments.ts';
import { s7 } from './s7-fit.ts';
import { s8 } from './s8-score.ts';
import { s9 } from './s9-start.ts';

const benches = { S1: s1, S2: s2, S3: s3, S4: s4, S5: s5, S6: s6, S7: s7, S8: s8, S9: s9 };

stopChildrenAtExit();
const asked = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = asked.filter((id) => !(id in benches));
if (unknown.length > 0) {
  console.log(`Not known: ${unknown.join(', ')}. Known are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
let failed = 0;
for (const [id, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  try {
    const busy = loadavg()[0] ?? 0;
    const result = await bench();
    if ('skipped' in result) console.log(`\n${id}: skipped, ${result.skipped}`);
    else report(result, busy);
  } catch (error) {
    failed++;
    console.log(`\n${id}: failed, ${error instanceof Error ? error.message : error}`);
  }
}
process.exit(failed > 0 ? 1 : 0);
