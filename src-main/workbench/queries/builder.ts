import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** builder of the `queries` slice. */
export function createBuilder(_services: Services): Pick<Handlers<'queries'>, 'builder'> {
  return {
    async builder() {
      throw notReady();
    },
  };
}
