import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** history, clearHistory, saved, save, removeSaved of the `queries` slice. */
export function createStatementHistory(
  _services: Services,
): Pick<Handlers<'queries'>, 'history' | 'clearHistory' | 'saved' | 'save' | 'removeSaved'> {
  return {
    async history() {
      throw notReady();
    },
    async clearHistory() {
      throw notReady();
    },
    async saved() {
      throw notReady();
    },
    async save() {
      throw notReady();
    },
    async removeSaved() {
      throw notReady();
    },
  };
}
