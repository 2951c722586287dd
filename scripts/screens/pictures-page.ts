import type { PageMeasures } from './measure-page.ts';

export interface Picture {
  readonly name: string;
  /** `light`, `dark`, or the circumstance of a picture such as `zoom-200`. */
  readonly look: string;
  readonly measures: PageMeasures;
}

/** The page about the pictures, as Markdown. `differences`: what is known to differ from the design. */
export function picturesPage(pictures: readonly Picture[], differences: string): string {
  const lines = [
    '# Screens',
    '',
    'Written by `node scripts/screens.ts` from the running app: do not edit it by hand. A tick stands where the rule was',
    'measured on that picture and nothing was found. Text: 11 px or more, inside the window, never cut without an',
    'ellipsis and a tooltip. Contrast: 4.5 for text, 3.0 for large text and signs. Targets: 24 x 24 px.',
    'Focus order, accessibility and the ring of the focus are checked by `e2e/face.spec.ts` and',
    '`e2e/accessibility.spec.ts`, not here.',
    '',
    '| Screen | Look | Texts | Controls | Lowest contrast, text / sign | Clipping and spilling | Contrast | Targets |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
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

function rowOf({ name, look, measures }: Picture): string {
  const { texts, controls, lowestText, lowestSign, faults } = measures;
  const isContrast = (fault: string) => fault.startsWith('contrast');
  const isTarget = (fault: string) => /^\d+ px (?:wide|high)/.test(fault);
  const marks = [
    faults.filter((fault) => !isContrast(fault) && !isTarget(fault)),
    faults.filter(isContrast),
    faults.filter(isTarget),
  ].map((some) => (some.length === 0 ? '✓' : `${some.length} found`));
  const lowest = `${lowestText.toFixed(1)} / ${lowestSign.toFixed(1)}`;
  return `| [${name}](${name}-${look}.webp) | ${look} | ${texts} | ${controls} | ${lowest} | ${marks.join(' | ')} |`;
}

function foundIn(pictures: readonly Picture[]): readonly string[] {
  const found = pictures.flatMap(({ name, look, measures }) =>
    measures.faults.map((fault) => `- ${name}, ${look}: \`${fault.replaceAll('`', "'")}\``),
  );
  return found.length === 0 ? ['Nothing.'] : found;
}
