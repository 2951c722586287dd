import { type Control, controlOf } from '../../operations/transaction/control-words.ts';
import type { OpenTransaction } from './open-transaction.ts';
import { notInTransaction } from './transaction-errors.ts';

/** See `OpenTransaction.control`. */
export async function runControl(
  transaction: Pick<OpenTransaction, 'commit' | 'rollback' | 'savepoint' | 'perform'>,
  sql: string,
): Promise<Control['kind'] | null> {
  const control = controlOf(sql);
  switch (control.kind) {
    case 'none':
      return null;
    case 'begin':
    case 'attach':
    case 'detach':
    case 'vacuum':
      throw notInTransaction(control.kind);
    case 'commit':
      await transaction.commit();
      break;
    case 'rollback':
      await transaction.rollback(null);
      break;
    case 'savepoint':
      await transaction.savepoint(control.name);
      break;
    case 'rollback-to':
      await transaction.perform((session) => session.rollbackTo(session.timeline.named(control.name).id));
      break;
    case 'release':
      await transaction.perform((session) => session.release(session.timeline.named(control.name).id));
      break;
  }
  return control.kind;
}
