export type { DBConfig } from './config.ts';
export { ConnectionManager, type ConnectionManagerOptions } from './connections/connection-manager.ts';
export type { ConnectionPort, ConnectionProcess } from './connections/connection-port.ts';
export { serveConnection } from './connections/connection-server.ts';
export type { Connector, ConnectorResult, FileTarget } from './connections/connector.ts';
export { globalConnectionManager } from './connections/global-connection-manager.ts';
export type { Lease, LeaseOptions } from './connections/lease.ts';
export { LocalConnection } from './connections/local-connection.ts';
export { createLocalConnector } from './connections/local-connector.ts';
export type { ConnectionState, ConnectionStats, PoolStats } from './connections/pool-stats.ts';
export { createProcessConnector, type ProcessConnectorOptions } from './connections/process-connector.ts';
export { createDriver } from './create-driver.ts';
export { createDB, Database, type DatabaseServices } from './database.ts';
export {
  type DriverDetectionResult,
  type DriverWishes,
  detectDriver,
  type RuntimeEnvironment,
} from './driver-detector.ts';
export type { DriverChoice } from './driver-names.ts';
export { BetterSqlite3Driver } from './drivers/better-sqlite3-driver.ts';
export { NodeSqliteDriver } from './drivers/node-sqlite-driver.ts';
export { openDriver } from './drivers/open-driver.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export {
  cancelledError,
  DatabaseError,
  type DatabaseErrorOptions,
  deserializeError,
  hasErrorCode,
  OperationError,
  type SerializedError,
  serializeError,
  toDatabaseError,
} from './errors.ts';
export { quoteIdentifier } from './quote-identifier.ts';
export type * from './types.ts';
