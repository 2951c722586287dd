import type { HookContext } from '../../../engine/index.ts';
import type { CopiedContext } from '../../../plugin-host/plugin-messages.ts';
import type { HookAnswer } from './plugin-answers.ts';

/** What of a context a plugin's process is told. */
export function copiedContext(context: HookContext): CopiedContext {
  const { collectionName, schema, operation, data, ids, sql, params, result, error } = context;
  const { name, primaryKey, version } = schema as Partial<Extract<HookContext['schema'], { name: string }>>;
  return {
    ...{ collectionName, operation, ids, sql, params, isInTransaction: context.isInTransaction === true },
    schema:
      name === undefined || primaryKey === undefined || version === undefined
        ? {}
        : { name, primaryKey, version },
    ...('data' in context && { data }),
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error: copiedError(error) }),
  };
}

/** Puts what a hook left into the context of the engine, for whoever asked to look at. */
export function takeAnswer(context: HookContext, answer: HookAnswer): void {
  const { insteadOfDelete, statements = [] } = answer;
  if ('data' in answer) context.data = answer.data;
  if (insteadOfDelete !== undefined) context.insteadOfDelete = insteadOfDelete;
  for (const { sql, params, each, changes } of statements) {
    context.statements?.push({
      sql,
      ...(params !== undefined && { params }),
      ...(each !== undefined && { each }),
      ...(changes !== undefined && { changes }),
    });
  }
}

function copiedError(error: unknown): NonNullable<CopiedContext['error']> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: undefined };
  const code: unknown = Reflect.get(error, 'code');
  return { name: error.name, message: error.message, code: typeof code === 'string' ? code : undefined };
}
