import { createContext, useContext } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import type { FileCommits } from '../../lib/commits/file-commits.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';

/** What the blocks of the page work with. */
export interface ReviewTools {
  readonly edits: FileEdits;
  readonly commits: FileCommits;
  readonly kindOf: (object: string) => CatalogObject['kind'];
  /** The column with the documents of a collection; null for tables, and until it is known. */
  readonly documentColumnOf: (object: string) => string | null;
  /** Names of the columns of a key; empty where they are not known. */
  readonly keyNamesOf: (object: string) => readonly string[];
  /** Shows a row in its table. */
  readonly onShowRow: (object: string, row: EditRow, column: string | null) => void;
  /** Whether rows are named with their table. */
  readonly hasTableNames: boolean;
}

const Context = createContext<ReviewTools | null>(null);

export const ReviewToolsProvider = Context.Provider;

export function useReviewTools(): ReviewTools {
  const tools = useContext(Context);
  if (tools === null) throw new Error('The blocks of a review stand in one.');
  return tools;
}
