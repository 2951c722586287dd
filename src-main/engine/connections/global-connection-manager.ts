import { ConnectionManager } from './connection-manager.ts';
import { createLocalConnector } from './local-connector.ts';

/** The pool of this process, for every `Database` that has none of its own. Opens nothing until it is asked. */
export const globalConnectionManager = new ConnectionManager({ connector: createLocalConnector() });
