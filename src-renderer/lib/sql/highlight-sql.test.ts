import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightSql } from './highlight-sql.ts';

const kinds = (sql: string) =>
  highlightSql(sql)
    .flat()
    .filter((span) => span.kind !== null)
    .map((span) => [span.text, span.kind]);

test('tells keywords, strings, numbers and comments apart', () => {
  const found = kinds("CREATE TABLE a (b INTEGER DEFAULT 12, c TEXT DEFAULT 'x') -- why");
  expect(found).toContainEqual(['CREATE', 'keyword']);
  expect(found).toContainEqual(['12', 'number']);
  expect(found).toContainEqual(["'x'", 'string']);
  expect(found).toContainEqual(['-- why', 'comment']);
});

test('loses and adds nothing, whatever the text', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('SELECT ', "'", '"', '\n', '--', '/*', '*/', '[', ';'));
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const sql = parts.join('');
      const lines = highlightSql(sql).map((line) => line.map((span) => span.text).join(''));
      expect(lines.join('\n')).toBe(sql);
    }),
  );
});
