/**
 * Prints precision, recall and F1 of linking FEBRL 4 without the social number and without labels, and the
 * result on the project's own name pairs: `npx tsx packages/matching/report.ts`.
 */
import { linkFebrl } from './test/febrl.ts';
import { judgeNames } from './test/names.ts';

const febrl = linkFebrl();
if (febrl === undefined)
  console.log('FEBRL 4: skipped, the files are not there (set WAFA_DATA to their folder)');
else {
  const { precision, recall, f1, matches, people, seconds } = febrl;
  console.log(`FEBRL 4, ${people[0]} + ${people[1]} people, no social number, no labels`);
  console.log(`  links ${matches}  precision ${precision.toFixed(4)}  recall ${recall.toFixed(4)}`);
  console.log(`  F1 ${f1.toFixed(4)}  in ${seconds.toFixed(1)} s`);
}
const names = judgeNames();
console.log(`Name pairs of the project, ${names.pairs} pairs (${names.same} the same name)`);
console.log(
  `  precision ${names.precision.toFixed(4)}  recall ${names.recall.toFixed(4)}  F1 ${names.f1.toFixed(4)}`,
);
console.log(`  same names with one key (nameKey): ${names.oneKey} of ${names.same}`);
for (const { first, second, same, similarity } of names.wrong) {
  console.log(`  ${same ? 'missed' : 'taken for one'}: ${first} / ${second} (${similarity.toFixed(2)})`);
}
