import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { createCopy } from './copy.ts';
import { coreHandlers } from './core-handlers.ts';
import { createFind } from './find.ts';
import { createLabels } from './labels.ts';
import { createRelated } from './related.ts';
import { createStream } from './stream.ts';
import { createSummary } from './summary.ts';
import type { Views } from './view.ts';
import { ViewStore } from './view-store.ts';

/** The rows slice, and the open views for other slices. */
export function createRows(services: Services): {
  readonly handlers: Handlers<'rows'>;
  readonly views: Views & Pick<ViewStore, 'transactionChanged'>;
} {
  const views = new ViewStore(services);
  return {
    views,
    handlers: {
      ...coreHandlers(views),
      copy: createCopy(views),
      find: createFind(views),
      labels: createLabels(views),
      related: createRelated(views, services),
      stream: createStream(views),
      summary: createSummary(views),
    },
  };
}
