import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { coreHandlers } from './core-handlers.ts';
import type { Views } from './view.ts';
import { ViewStore } from './view-store.ts';

/** The rows slice, and the open views for other slices. */
export function createRows(services: Services): {
  readonly handlers: Handlers<'rows'>;
  readonly views: Views;
} {
  const views = new ViewStore(services);
  return { handlers: coreHandlers(views) as Handlers<'rows'>, views };
}
