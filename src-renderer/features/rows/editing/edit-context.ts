import type { Client } from '../../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../../src-preload/contract/files.ts';
import type { ViewInfo } from '../../../../src-preload/contract/rows.ts';
import type { FileEdits } from '../../../lib/edits/file-edits.ts';
import type { ObjectEdits } from '../../../lib/edits/object-edits.ts';
import type { GridSelection } from '../../../lib/grid/selection.ts';
import type { CachedRow } from '../row-cache.ts';
import type { ShownColumn } from '../use-columns.ts';

/** A question that is asked before much is done at once. */
export interface EditQuestion {
  readonly title: string;
  readonly text: string;
  /** The verb on its button. */
  readonly action: string;
  /** Has to be typed before: so much is deleted. */
  readonly name?: string;
}

/** What is edited: the rows of a grid as they are shown at this moment. */
export interface EditContext {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: string;
  readonly view: ViewInfo;
  readonly edits: FileEdits;
  readonly staged: ObjectEdits;
  readonly columns: readonly ShownColumn[];
  /** Rows that the file has; those that are staged to be inserted come after them. */
  readonly fileRows: number;
  /** A row that is at hand. */
  readonly row: (number: number) => CachedRow | undefined;
  readonly selection: GridSelection;
  readonly select: (selection: GridSelection) => void;
  /** A quiet word at the cursor. */
  readonly say: (text: string, kind?: 'info' | 'error') => void;
  readonly ask: (question: EditQuestion) => Promise<boolean>;
}
