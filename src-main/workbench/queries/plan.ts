import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** plan of the `queries` slice. */
export function createPlan(_services: Services): Pick<Handlers<'queries'>, 'plan'> {
  return {
    async plan() {
      throw notReady();
    },
  };
}
