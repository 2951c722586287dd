/**
 * `npm run test:seeded`: plants one fault after the other into a copy of the app, builds it and runs the specs of the
 * desktop shell. Each fault must make a spec fail; the copy without a fault must not. `-- TEXT` runs only the faults
 * whose name contains the text, or one of several between bars.
 */
import { seededFaults } from './faults.ts';
import { createPlantedCopy } from './planted-copy.ts';
import { runSpecs } from './run-specs.ts';
import type { SeededFault } from './seeded-fault.ts';

const SPECS = '@desktop|@seeded';

const wanted = process.argv.slice(2).join(' ').split('|');
const faults = seededFaults.filter(({ name }) => wanted.some((part) => name.includes(part)));
const copy = await createPlantedCopy();
let missed = 0;

try {
  await copy.build();
  const { passed, failed } = await runSpecs(copy.folder, SPECS);
  if (failed.length > 0) throw new Error(`Without a fault this fails: ${failed.join('; ')}`);
  console.log(`without a fault: ${passed} specs passed\n\n| fault | caught by |\n|---|---|`);
  for (const fault of faults) {
    const caught = await tryFault(fault);
    if (caught === null) missed += 1;
    console.log(`| ${fault.name} | ${caught ?? '**NOT CAUGHT**'} |`);
  }
} finally {
  await copy.remove();
}
console.log(`\n${faults.length - missed} of ${faults.length} faults were caught.`);
process.exit(missed === 0 ? 0 : 1);

/** What caught the fault; null when nothing did. */
async function tryFault(fault: SeededFault): Promise<string | null> {
  await copy.plant(fault);
  try {
    await copy.build();
    const { failed } = await runSpecs(copy.folder, SPECS);
    return failed.length === 0 ? null : failed.map(withoutTag).join('; ');
  } finally {
    await copy.mend(fault);
  }
}

function withoutTag(title: string): string {
  return title.replace(/^@\w+ /, '');
}
