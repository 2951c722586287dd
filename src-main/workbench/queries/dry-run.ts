import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** dryRun of the `queries` slice. */
export function createDryRun(_services: Services): Pick<Handlers<'queries'>, 'dryRun'> {
  return {
    async dryRun() {
      throw notReady();
    },
  };
}
