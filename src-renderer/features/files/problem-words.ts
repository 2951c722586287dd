import type { Failure } from '../../lib/failure.ts';

/** What can be done about a file that does not open. */
export type ProblemRemedy = 'retry' | 'choose' | 'locate' | 'forget';

export interface ProblemWords {
  /** The fact, with the name of the file. */
  readonly title: string;
  /** Remedies in the order in which they are offered; the first is the main one. */
  readonly remedies: readonly ProblemRemedy[];
}

const facts: Readonly<Record<string, readonly [fact: string, ...remedies: ProblemRemedy[]]>> = {
  FILE_MISSING: ['was not found', 'locate', 'retry', 'forget'],
  FILE_IS_FOLDER: ['is a folder', 'choose'],
  FILE_NOT_A_DATABASE: ['is not a SQLite database', 'choose'],
  FILE_ENCRYPTED: ['is encrypted', 'choose'],
  FILE_EMPTY: ['is empty', 'choose', 'retry'],
  FILE_DAMAGED: ['is damaged', 'retry', 'choose'],
  FILE_LOCKED: ['is locked by another program', 'retry', 'choose'],
  FILE_UNREADABLE: ['cannot be read', 'retry', 'choose'],
  FILE_NOT_ALLOWED: ['lies outside the allowed folders', 'choose'],
  FILE_REPLACED: ['was replaced by another file', 'retry'],
  FILE_TOO_LARGE_TO_COPY: ['is too large for a private copy', 'retry', 'choose'],
  ENGINE_GONE: ['was not opened', 'retry'],
  SHELL_GONE: ['was not opened', 'retry'],
};

/** The fact and the remedies for a file that could not be opened. */
export function problemWords(name: string, { code }: Failure): ProblemWords {
  const [fact, ...remedies] = facts[code] ?? (['could not be opened', 'retry', 'choose'] as const);
  return { title: `${name} ${fact}`, remedies };
}

/** The message without a first sentence that only repeats the title. */
export function messageBelow(title: string, message: string): string {
  return message.startsWith(`${title}. `) ? message.slice(title.length + 2) : message;
}
