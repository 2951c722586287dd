import type { Completion, CompletionResult } from '@codemirror/autocomplete';
import {
  type NamedCollection,
  queryPlaceAt,
  queryStep,
  queryStepNames,
} from '../../../../src-preload/contract/query-text/index.ts';
import type { NameIndex } from './name-index.ts';

/** What can stand at a place of a query that is typed as in code; `base`: where its text begins. */
export function completeQuery(
  text: string,
  at: number,
  base: number,
  names: NameIndex,
): CompletionResult | null {
  const place = queryPlaceAt(text, at);
  if (place === null) return null;
  const from = base + place.from;
  switch (place.kind) {
    case 'step': {
      const { stage } = place;
      const shown = queryStepNames(stage).filter((name) => !name.endsWith('Sync'));
      return {
        from,
        options: shown.map((name) => stepOption(name, queryStep(stage, name)?.takes ?? [])),
        validFor: WORD,
      };
    }
    case 'collection':
      return {
        from,
        options: names.objects
          .filter(({ kind }) => kind === 'collection')
          .map(({ name, kind }) => ({ label: name, type: kind, detail: kind })),
        validFor: WORD,
      };
    case 'path':
      return {
        from,
        options: place.collections.flatMap((one) => pathOptions(one, names)),
        validFor: IN_QUOTES,
      };
    default:
      return { from, options: place.names.map((label) => ({ label, type: 'path' })), validFor: IN_QUOTES };
  }
}

const WORD = /^[\p{L}\p{N}_$]*$/u;
const IN_QUOTES = /^[^'"`\n]*$/;

function stepOption(name: string, takes: readonly string[]): Completion {
  const shown = takes.map((one) => one.replace(/[*+]$/, '…')).join(', ');
  return { label: name, apply: `${name}(`, type: 'function', detail: `(${shown})` };
}

function pathOptions({ name, as }: NamedCollection, names: NameIndex): readonly Completion[] {
  const before = as === null ? '' : `${as}.`;
  const paths = names.object(name)?.paths ?? [];
  return [
    { label: `${before}_id`, type: 'path', detail: 'text' },
    ...paths.map(({ path, type }) => ({ label: `${before}${dotted(path)}`, type: 'path', detail: type })),
  ];
}

/** `$.items[0].qty` as the query builder names it. */
function dotted(path: string): string {
  return path
    .replace(/^\$\.?/, '')
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .replaceAll('"', '');
}
