import { type RefObject, useEffect, useState } from 'react';
import { parametersOf } from '../../../src-preload/contract/sql-text/index.ts';
import type { CaretPlace, SqlEditorHandle } from './editor/sql-editor.tsx';

const REST = 150;
/** Of a longer statement nobody types the parameters. */
const MOST_SQL = 200_000;

/** The parameters of the statement that would be run. */
export function useParameterNames(
  editor: RefObject<SqlEditorHandle | null>,
  caret: CaretPlace | null,
): readonly string[] {
  const [names, setNames] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret tells of each change.
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = editor.current;
      const sql = now?.selection()?.sql ?? now?.beginning(MOST_SQL + 1) ?? '';
      const found = sql.length > MOST_SQL ? [] : parametersOf(sql).map(({ name }) => name);
      setNames(found.join('\n'));
    }, REST);
    return () => clearTimeout(timer);
  }, [caret]);
  return names === '' ? NONE : names.split('\n');
}

const NONE: readonly string[] = [];
