import { expect, test } from 'vitest';
import type { PaletteEntry, PaletteTarget } from './palette-entries.ts';
import { markedParts, searchPalette } from './palette-search.ts';

function entry(kind: PaletteTarget['kind'], label: string, nameAt = 0): PaletteEntry {
  // Only the kind of the target is looked at.
  const target = { kind } as PaletteTarget;
  return { id: `${kind} ${label}`, target, label, nameAt, note: '', keys: [], lower: label.toLowerCase() };
}
const column = (label: string) => entry('column', label, label.indexOf('.') + 1);
const labels = (entries: readonly PaletteEntry[], text: string) =>
  searchPalette(entries, text).map((group) => [group.label, group.entries.map(({ label }) => label)]);

test('equal names come first, then those that begin with the text, then words of them, the shorter before the longer', () => {
  const names = ['my_invoices', 'reinvent', 'Invoices', 'invoice_items', 'invo', 'inv'];
  expect(
    labels(
      names.map((name) => entry('object', name)),
      'inv',
    ),
  ).toEqual([
    ['Tables and collections', ['inv', 'invo', 'Invoices', 'invoice_items', 'my_invoices', 'reinvent']],
  ]);
});

test('a column is found by its own name; by its table only with a dot', () => {
  const columns = ['invoices.id', 'invoices.total', 'items.invoice'].map(column);
  expect(labels(columns, 'invoice')).toEqual([['Columns', ['items.invoice']]]);
  expect(labels(columns, 'invoices.')).toEqual([['Columns', ['invoices.id', 'invoices.total']]]);
  expect(labels(columns, 'zzz')).toEqual([]);
});

test('groups have their order, and columns are not listed without a text', () => {
  const all = [entry('command', 'Settings'), column('t.a'), entry('object', 't'), entry('recent', 'a.db')];
  expect(labels(all, '').map(([label]) => label)).toEqual([
    'Tables and collections',
    'Commands',
    'Recent files',
  ]);
});

test('every place of the text is marked, and nothing is lost', () => {
  expect(
    markedParts('invoices.Invoice_id', 'inv').map(({ text, isMatch }) => (isMatch ? `<${text}>` : text)),
  ).toEqual(['<inv>', 'oices.', '<Inv>', 'oice_id']);
  for (const label of ['', 'İstanbul', 'aaa', '𝔸b'])
    expect(
      markedParts(label, 'a')
        .map(({ text }) => text)
        .join(''),
    ).toBe(label);
});

test('10,000 names are searched without building anything but the result', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => column(`table_${index % 100}.column_${index}`));
  const [group] = searchPalette(many, 'column_77');
  expect(group?.entries[0]?.label).toBe('table_77.column_77');
  expect(group?.entries).toHaveLength(12);
});
