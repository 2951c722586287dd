import type { QueryCall, QueryChain, QueryValue } from '../../../../src-preload/contract/query-text/index.ts';

/** A query as code that says the same. */
export function printQuery({ collection, calls }: QueryChain): string {
  return `db.collection(${JSON.stringify(collection.name)})${printCalls(calls)}`;
}

function printCalls(calls: readonly QueryCall[]): string {
  return calls.map(({ name, values }) => `\n  .${name}(${values.map(printValue).join(', ')})`).join('');
}

function printValue(value: QueryValue): string {
  switch (value.kind) {
    case 'literal':
      return printLiteral(value.value);
    case 'collection':
      return `db.collection(${JSON.stringify(value.name)})`;
    case 'list':
      return `[${value.items.map(printValue).join(', ')}]`;
    case 'object': {
      const entries = value.entries.map(
        ({ key, value: own }) => `${JSON.stringify(key)}: ${printValue(own)}`,
      );
      return `{ ${entries.join(', ')} }`;
    }
    case 'group':
      return `(group) => group${printCalls(value.calls)}`;
  }
}

function printLiteral(value: Extract<QueryValue, { kind: 'literal' }>['value']): string {
  if (value instanceof Date) return `new Date('${value.toISOString()}')`;
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  return JSON.stringify(value);
}
