import type { DatabaseAccess, SyncAccess } from '../database-access/database-access.ts';
import { DatabaseError } from '../errors.ts';
import { isPromise } from '../is-promise.ts';
import type { CallOptions } from '../types.ts';
import type { Step, Steps } from './steps.ts';

/** Does what a body of work asks for, in order, and gives its result. A failure is thrown into the body. */
export async function runSteps<T>(
  access: DatabaseAccess,
  steps: Steps<T>,
  options: CallOptions = {},
): Promise<T> {
  access.inFlight.begin();
  try {
    if (access.ready !== undefined) await access.ready;
    let next = steps.next();
    while (!next.done) {
      let answer: unknown;
      try {
        answer = answerOf(access, next.value, options);
        // What is there already is not awaited: that would cost as much as a short statement.
        if (isPromise(answer)) answer = await answer;
      } catch (error) {
        next = steps.throw(error);
        continue;
      }
      next = steps.next(answer);
    }
    return next.value;
  } finally {
    access.inFlight.end();
  }
}

/** The same at once. Throws SYNC_HOOK_ASYNC when a hook answers with a promise. */
export function runStepsSync<T>(access: SyncAccess, steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) {
    let answer: unknown;
    try {
      answer = syncAnswerOf(access, next.value);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}

function answerOf(access: DatabaseAccess, step: Step, options: CallOptions): unknown {
  switch (step.kind) {
    case 'all':
      return access.rows(step.sql, step.params, options);
    case 'run':
      return access.run(step.sql, step.params, options);
    case 'atomic':
      return access.atomic(step.statements, options);
    case 'transaction':
      return access.transaction(() => runSteps(access, step.body(), options), {
        ...options,
        timeout: Number.POSITIVE_INFINITY,
      });
    case 'wait':
      return step.ask();
  }
}

function syncAnswerOf(access: SyncAccess, step: Step): unknown {
  switch (step.kind) {
    case 'all':
      return access.rowsSync(step.sql, step.params);
    case 'run':
      return access.runSync(step.sql, step.params);
    case 'atomic':
      return access.atomicSync(step.statements);
    case 'transaction':
      return inSavepoint(access, step.body());
    case 'wait':
      return refusePromise(step.ask());
  }
}

/** A savepoint begins a transaction where none is open, and is a part of it where one is. */
function inSavepoint<T>(access: SyncAccess, body: Steps<T>): T {
  access.runSync('SAVEPOINT cairn_steps', []);
  try {
    const result = runStepsSync(access, body);
    access.runSync('RELEASE cairn_steps', []);
    return result;
  } catch (error) {
    undoSavepoint(access);
    throw error;
  }
}

/** SQLite ends some failed transactions by itself (disk full, for instance): then there is nothing left to undo. */
function undoSavepoint(access: SyncAccess): void {
  try {
    access.runSync('ROLLBACK TO cairn_steps', []);
    access.runSync('RELEASE cairn_steps', []);
  } catch {
    // The failure that led here is the one to tell.
  }
}

function refusePromise(answer: unknown): unknown {
  if (!isPromise(answer)) return answer;
  // Whoever answered late must not bring the process down by failing as well.
  Promise.resolve(answer).catch(() => {});
  throw new DatabaseError(
    'SYNC_HOOK_ASYNC',
    'A plugin’s hook answered with a promise, for which a Sync method cannot wait. A before-hook stopped the operation, and nothing was written; what was written before an after-hook stays. Use the async method, or a hook that is not async.',
  );
}
