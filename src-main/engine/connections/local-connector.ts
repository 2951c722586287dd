import { openDriver } from '../drivers/open-driver.ts';
import type { Operation } from './connection.ts';
import type { Connector } from './connector.ts';
import { LocalConnection } from './local-connection.ts';
import { optionsForRole } from './role-options.ts';

/** Connections in this process: for the engine as a plain library. They cannot be killed inside a statement. */
export function createLocalConnector(operations: Readonly<Record<string, Operation>> = {}): Connector {
  return {
    async connect(target, role) {
      const driver = openDriver(target.driver, optionsForRole(target.options, role, false));
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      let isGone = false;
      const end = () => {
        isGone = true;
        try {
          driver.closeSync();
        } finally {
          resolve();
        }
      };
      return {
        connection: new LocalConnection(driver, role, operations),
        closed,
        get isGone() {
          return isGone;
        },
        get statements() {
          return driver.statements;
        },
        settled: () => Promise.resolve(),
        close: async () => end(),
        kill: end,
      };
    },
  };
}
