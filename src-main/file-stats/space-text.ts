import type { FileSpace } from '../../src-preload/contract/index.ts';
import { shown } from '../inspect/inspect-text.ts';

/** The figures for people: a line for the file, then one for each table and index, the largest first. */
export function spaceText(
  { bytes, pageSize, pages, freePages, walBytes, objects }: FileSpace,
  walReaders: readonly string[] = [],
): string {
  const readers = walReaders.length === 0 ? '' : ` read by ${walReaders.map(shown).join(', ')}`;
  const wal = walBytes === null ? '' : `, WAL ${figure(walBytes)} bytes${readers}`;
  const head = `${figure(bytes)} bytes, ${figure(pages)} pages of ${figure(pageSize)}, ${figure(freePages)} free${wal}`;
  const table = objects.map(({ name, kind, rows, pages: own, bytes: size, usedBytes }) => [
    shown(name),
    kind,
    rows === null ? '' : figure(rows),
    figure(own),
    figure(size),
    size === 0 ? '' : `${Math.round((usedBytes / size) * 100)}%`,
  ]);
  const lines = [['NAME', 'KIND', 'ROWS', 'PAGES', 'BYTES', 'FILL'], ...table];
  const widths = [0, 1, 2, 3, 4, 5].map((at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  return `${[head, ...aligned].join('\n')}\n`;
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}
