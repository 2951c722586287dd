import { expect, test } from 'vitest';
import { notCompared, type Picture, picturesPage } from './pictures-page.ts';

const measures = { texts: 3, controls: 2, lowestText: 5.71, lowestSign: 4, faults: [] as string[] };
const picture: Picture = { name: 'open', look: 'dark', measures, order: { stops: 7, faults: [] } };

test('every row has as many cells as the head', () => {
  const page = picturesPage([picture, { ...picture, name: 'menu', order: null }], '');
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(4);
  expect(new Set(rows.map((row) => row.split(' | ').length)).size).toBe(1);
  expect(page).toContain('| 3 | 2 | 5.7 / 4.0 | ✓ | ✓ | ✓ | 7 stops ✓ |');
  expect(page).toContain('Tab closes it');
});

test('a fault stands in its column and below the table, on one line', () => {
  const faulty: Picture = {
    ...picture,
    measures: { ...measures, faults: ['contrast 2.10 of text "a\n`b`"'] },
    order: { stops: 7, faults: ['Tab does not reach button "Open"'] },
  };
  const page = picturesPage([faulty], '');
  expect(page).toContain('| ✓ | 1 found | ✓ | 7 stops 1 found |');
  expect(page).toContain(
    '- open, dark: `contrast 2.10 of text "a \'b\'"`\n- open, dark: `Tab does not reach',
  );
});

test('a screen that was not compared, or twice, is named', () => {
  const differences =
    '| Screen | Light |\n| --- | --- |\n| open | As drawn. |\n| menu, keys | Text. |\n| keys | Again. |';
  expect(notCompared(['open', 'menu', 'keys', 'toast'], differences)).toEqual(['keys', 'toast']);
});
