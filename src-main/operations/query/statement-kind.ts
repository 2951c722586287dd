import {
  leadingVerb,
  meaningfulTokens,
  nameOf,
  wordOf,
} from '../../../src-preload/contract/sql-text/index.ts';
import { isReadingPragma } from '../../engine/drivers/user-sql-guard.ts';

/** Statements that are more than a read or a write, told by the words that SQLite's grammar gives to nothing else. */
export type StatementKind =
  | { readonly kind: 'plain' }
  | {
      readonly kind: 'transaction';
      readonly verb: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'rollback-to' | 'release';
      /** Of a savepoint. */
      readonly name: string | null;
    }
  | { readonly kind: 'attach' }
  | { readonly kind: 'vacuum'; readonly isInto: boolean }
  | {
      readonly kind: 'pragma';
      readonly name: string;
      readonly hasArgument: boolean;
      readonly effect: PragmaEffect;
    };

/**
 * - `reads`: tells something.
 * - `writes`: changes the file; `alone`: and only outside of a transaction.
 * - `defers`: foreign keys are checked at the end of this transaction.
 * - `sets`: changes the connection only.
 */
export type PragmaEffect = 'reads' | 'writes' | 'alone' | 'defers' | 'sets';

const EFFECTS: Readonly<Record<string, PragmaEffect>> = {
  application_id: 'writes',
  defer_foreign_keys: 'defers',
  incremental_vacuum: 'writes',
  journal_mode: 'alone',
  optimize: 'writes',
  shrink_memory: 'sets',
  user_version: 'writes',
  wal_checkpoint: 'alone',
};

/** What kind of statement this is. */
export function kindOf(sql: string): StatementKind {
  const words = wordsOf(sql);
  switch (leadingVerb(sql)) {
    case 'BEGIN':
      return transaction('begin');
    case 'COMMIT':
    case 'END':
      return transaction('commit');
    case 'SAVEPOINT':
      return transaction('savepoint', words[1]);
    case 'RELEASE':
      return transaction('release', isWord(words[1], 'SAVEPOINT') ? words[2] : words[1]);
    case 'ROLLBACK':
      return rollback(words.slice(isWord(words[1], 'TRANSACTION') ? 2 : 1));
    case 'ATTACH':
    case 'DETACH':
      return { kind: 'attach' };
    case 'VACUUM':
      return { kind: 'vacuum', isInto: words.some((word) => isWord(word, 'INTO')) };
    case 'PRAGMA':
      return pragma(sql, 1);
    case 'EXPLAIN': {
      // Some PRAGMAs act when they are compiled, so to explain them is to run them.
      const at = isWord(words[1], 'QUERY') ? 3 : 1;
      return isWord(words[at], 'PRAGMA') ? pragma(sql, at + 1) : { kind: 'plain' };
    }
    default:
      return { kind: 'plain' };
  }
}

interface Word {
  readonly word: string;
  readonly name: string;
}

/** The first words of a statement; some more than any of these needs. */
function wordsOf(sql: string): readonly Word[] {
  const words: Word[] = [];
  for (const token of meaningfulTokens(sql)) {
    words.push({ word: wordOf(sql, token), name: nameOf(sql, token) });
    if (words.length === 12) break;
  }
  return words;
}

function isWord(word: Word | undefined, expected: string): boolean {
  return word?.word === expected;
}

function transaction(
  verb: Extract<StatementKind, { kind: 'transaction' }>['verb'],
  name?: Word,
): StatementKind {
  return { kind: 'transaction', verb, name: name?.name ?? null };
}

/** Behind `ROLLBACK [TRANSACTION]`. */
function rollback(words: readonly Word[]): StatementKind {
  if (!isWord(words[0], 'TO')) return transaction('rollback');
  return transaction('rollback-to', isWord(words[1], 'SAVEPOINT') ? words[2] : words[1]);
}

/** `PRAGMA schema.name`, `= value` or `(value)`; `first`: the place behind the word PRAGMA. */
function pragma(sql: string, first: number): StatementKind {
  const words = wordsOf(sql).slice(first);
  const isQualified = words[1]?.name === '.';
  const name = (words[isQualified ? 2 : 0]?.name ?? '').toLowerCase();
  const next = words[isQualified ? 3 : 1]?.name;
  const hasArgument = next === '=' || next === '(';
  const effect = isReadingPragma(name, hasArgument) ? 'reads' : (EFFECTS[name] ?? 'sets');
  return { kind: 'pragma', name, hasArgument, effect };
}

/** Why a statement is not run at all, with what to do instead; null: it may run. */
export function refusalOf(kind: StatementKind, isInTransaction: boolean): string | null {
  switch (kind.kind) {
    case 'plain':
    case 'transaction':
      return null;
    case 'attach':
      return 'Statements here work on the file of their tab alone, so ATTACH and DETACH are not run. Open the other file in a tab of its own; to bring rows over, export them there as SQL INSERT and run that here.';
    case 'vacuum':
      if (kind.isInto)
        return 'VACUUM INTO would write a file that nobody has chosen in a dialog, so it is not run. Copy the file itself while nothing writes it.';
      return isInTransaction
        ? 'SQLite runs VACUUM outside of a transaction only. Commit or roll back first, then run it.'
        : null;
    case 'pragma':
      return pragmaRefusal(kind, isInTransaction);
  }
}

function pragmaRefusal(
  { name, effect }: Extract<StatementKind, { kind: 'pragma' }>,
  isInTransaction: boolean,
): string | null {
  if (effect === 'sets')
    return `PRAGMA ${name} sets something of one connection only, and connections here are shared and short-lived, so it is not run: nothing would be left of it for the next statement.`;
  if (effect === 'defers' && !isInTransaction)
    return `PRAGMA ${name} holds for one transaction. Begin a transaction first, then run it.`;
  // Of journal_mode SQLite says itself that it stayed.
  if (effect === 'alone' && isInTransaction && name !== 'journal_mode')
    return `SQLite runs PRAGMA ${name} outside of a transaction only. Commit or roll back first, then run it.`;
  return null;
}

/** Whether a write has to run outside of any transaction. */
export function runsAlone(kind: StatementKind): boolean {
  return kind.kind === 'vacuum' || (kind.kind === 'pragma' && kind.effect === 'alone');
}
