import type { ReactNode } from 'react';
import type { QueryParameter, WriteMode } from '../../../src-preload/contract/queries.ts';

/** The tabs below the editor. */
export type ResultTab = 'results' | 'changes' | 'plan' | 'messages' | 'dryRun';

/** What stands at the right of the console. */
export type ConsolePane = 'timeline' | 'history' | 'dryRun';

/** The text that is to be run: what is selected, else all of it. */
export interface ConsoleScript {
  readonly sql: string;
  /** Where it begins in the text of the console, in UTF-16 units. */
  readonly from: number;
  readonly parameters: readonly QueryParameter[];
}

/** Lines of the editor that something is said about. */
export interface EditorMark {
  readonly kind: 'error' | 'warning';
  /** Places in the text of the console, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/** What the console does for the parts that are put into its slots. */
export interface ConsoleTools {
  /** The selected text or all of it, with the parameters that were given. */
  readonly script: () => ConsoleScript;
  /** Runs the script; `writing` instead of what was chosen for the console. */
  readonly runScript: (writing?: WriteMode) => void;
  /** Runs a statement that does not stand in the editor, such as the index that a plan advises. */
  readonly runStatement: (sql: string, writing?: WriteMode) => void;
  readonly showTab: (tab: ResultTab) => void;
  /** null closes the pane. */
  readonly showPane: (pane: ConsolePane | null) => void;
  /** Puts the caret at a place of the text, in sight. */
  readonly goTo: (offset: number) => void;
}

/** The open transaction of the file, as the console shows it. */
export interface TransactionSlot {
  readonly isOpen: boolean;
  /** Stands first in the status bar; null: nothing is to be said. */
  readonly status: string | null;
  /** The pane at the right: the timeline, or how to begin one. */
  readonly pane: ReactNode;
  readonly changes: {
    /** Beside the name of the tab, such as the number of changed rows. */
    readonly note: string | null;
    /** At the right of the tabs. */
    readonly actions: ReactNode;
    readonly content: ReactNode;
    /** What the status bar says while the tab is shown. */
    readonly status: readonly string[];
  };
}

/** A dry run of the script, as the console shows it. */
export interface DryRunSlot {
  /** Runs the script and takes it back; the console shows tab and pane. */
  readonly run: (script: ConsoleScript) => void;
  readonly isRunning: boolean;
  readonly stop: () => void;
  /** Beside the name of the tab, such as "2 problems". */
  readonly note: string | null;
  readonly actions: ReactNode;
  /** null: there was none yet, and the tab is not shown. */
  readonly content: ReactNode;
  readonly pane: ReactNode;
  readonly marks: readonly EditorMark[];
  readonly status: readonly string[];
}

/** What the page puts into the console. */
export interface ConsoleSlots {
  readonly transaction: TransactionSlot;
  readonly dryRun: DryRunSlot;
}
