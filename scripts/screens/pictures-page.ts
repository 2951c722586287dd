import type { TabOrder } from '../../e2e/screens/measure-tab-order.ts';
import type { PageMeasures } from './measure-page.ts';

export interface Picture {
  readonly name: string;
  /** `light`, `dark`, or the circumstance of a picture such as `zoom-200`. */
  readonly look: string;
  readonly measures: PageMeasures;
  /** null: Tab leaves this screen. */
  readonly order: TabOrder | null;
}

/** The page about the pictures, as Markdown. `differences`: what is known to differ from the design. */
export function picturesPage(pictures: readonly Picture[], differences: string): string {
  const lines = [
    '# Screens',
    '',
    'Written by `node scripts/screens.ts` from the running app: do not edit it by hand. A tick stands where the rule was',
    'measured on that picture and nothing was found. Text: 11 px or more, inside the window, never cut without an',
    'ellipsis and a tooltip. Contrast: 4.5 for text, 3.0 for large text and signs. Targets: 24 x 24 px.',
    'Order of the focus: how many stops Tab makes on its way round, and whether each of them is seen, lies below or at',
    'the right of the one before, and none is left out; walked once for both themes. The ring of the focus and',
    'accessibility are checked by `e2e/face.spec.ts` and `e2e/accessibility.spec.ts`, not here.',
    '',
    '| Screen | Look | Texts | Controls | Lowest contrast, text / sign | Clipping and spilling | Contrast | Targets | Order of the focus |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...pictures.map(rowOf),
    '',
    '## What was found',
    '',
    ...foundIn(pictures),
    '',
    differences.trim(),
    '',
    '## Pictures',
    '',
    ...pictures.map(({ name, look }) => `![${name}, ${look}](${name}-${look}.webp)`),
    '',
  ];
  return lines.join('\n');
}

/** The screens that have no line, or more than one, in the table of what was compared by eye. */
export function notCompared(names: readonly string[], differences: string): readonly string[] {
  const lines = differences
    .split('\n')
    .flatMap((line) => (line.startsWith('| ') ? [line.split(' | ')[0]?.slice(2)] : []));
  const compared = lines.flatMap((screens) => screens?.split(', ') ?? []);
  return names.filter((name) => compared.filter((each) => each === name).length !== 1);
}

function rowOf({ name, look, measures, order }: Picture): string {
  const { texts, controls, lowestText, lowestSign, faults } = measures;
  const isContrast = (fault: string) => fault.startsWith('contrast');
  const isTarget = (fault: string) => /^\d+ px (?:wide|high)/.test(fault);
  const marks = [
    faults.filter((fault) => !isContrast(fault) && !isTarget(fault)),
    faults.filter(isContrast),
    faults.filter(isTarget),
  ].map(markOf);
  const lowest = `${lowestText.toFixed(1)} / ${lowestSign.toFixed(1)}`;
  const way = order === null ? 'Tab closes it' : `${order.stops} stops ${markOf(order.faults)}`;
  return `| [${name}](${name}-${look}.webp) | ${look} | ${texts} | ${controls} | ${lowest} | ${marks.join(' | ')} | ${way} |`;
}

function markOf(faults: readonly string[]): string {
  return faults.length === 0 ? '✓' : `${faults.length} found`;
}

function foundIn(pictures: readonly Picture[]): readonly string[] {
  const found = pictures.flatMap(({ name, look, measures, order }) =>
    [...measures.faults, ...(order?.faults ?? [])].map(
      // A name that was read from the page may have a line break, which would end the list.
      (fault) => `- ${name}, ${look}: \`${fault.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``,
    ),
  );
  return found.length === 0 ? ['Nothing.'] : found;
}
