import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** run of the `queries` slice. */
export function createRun(_services: Services): Pick<Handlers<'queries'>, 'run'> {
  return {
    run() {
      throw notReady();
    },
  };
}
