import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** names of the `queries` slice. */
export function createNames(_services: Services): Pick<Handlers<'queries'>, 'names'> {
  return {
    async names() {
      throw notReady();
    },
  };
}
