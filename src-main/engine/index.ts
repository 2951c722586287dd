export { ConnectionManager, type ConnectionManagerOptions } from './connections/connection-manager.ts';
export type { ConnectionPort, ConnectionProcess } from './connections/connection-port.ts';
export { serveConnection } from './connections/connection-server.ts';
export type { Connector, ConnectorResult, FileTarget } from './connections/connector.ts';
export type { Lease, LeaseOptions } from './connections/lease.ts';
export type { ConnectionState, ConnectionStats, PoolStats } from './connections/pool-stats.ts';
export { createProcessConnector, type ProcessConnectorOptions } from './connections/process-connector.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export {
  cancelledError,
  DatabaseError,
  deserializeError,
  hasErrorCode,
  OperationError,
  type SerializedError,
  serializeError,
  toDatabaseError,
} from './errors.ts';
export { quoteIdentifier } from './quote-identifier.ts';
export type * from './types.ts';
