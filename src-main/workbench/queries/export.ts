import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { notReady } from './not-ready.ts';

/** export of the `queries` slice. */
export function createExport(_services: Services): Pick<Handlers<'queries'>, 'export'> {
  return {
    export() {
      throw notReady();
    },
  };
}
