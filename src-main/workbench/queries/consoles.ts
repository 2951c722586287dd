import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** consoles, add, rename, remove, text, keep of the `queries` slice. */
export function createConsoles(
  _services: Services,
): Pick<Handlers<'queries'>, 'consoles' | 'add' | 'rename' | 'remove' | 'text' | 'keep'> {
  return {
    async consoles() {
      throw notReady();
    },
    async add() {
      throw notReady();
    },
    async rename() {
      throw notReady();
    },
    async remove() {
      throw notReady();
    },
    async text() {
      throw notReady();
    },
    async keep() {
      throw notReady();
    },
  };
}
