import type { Handlers } from '../handlers.ts';
import { notReady } from '../queries/not-ready.ts';
import type { Services } from '../services.ts';

/** The `transactions` slice: the user's own transaction on a file. */
export function createTransactions(_services: Services): Handlers<'transactions'> {
  return {
    async state() {
      throw notReady();
    },
    async begin() {
      throw notReady();
    },
    async savepoint() {
      throw notReady();
    },
    async rollbackTo() {
      throw notReady();
    },
    async release() {
      throw notReady();
    },
    async commit() {
      throw notReady();
    },
    async rollback() {
      throw notReady();
    },
    async prolong() {
      throw notReady();
    },
    async applyStaged() {
      throw notReady();
    },
    async changes() {
      throw notReady();
    },
    async rows() {
      throw notReady();
    },
    async revert() {
      throw notReady();
    },
    async sql() {
      throw notReady();
    },
  };
}
