export type { AtomicOperators } from './collections/atomic-operators.ts';
export { type AtomicUpdateOptions, Collection, type EntryOf } from './collections/collection.ts';
export { CollectionDocuments } from './collections/collection-documents.ts';
export { isMetadataTable, METADATA_TABLE } from './collections/collection-names.ts';
export type {
  ChangesOf,
  CollectionOptions,
  CollectionSpec,
  ColumnType,
  ConstrainedField,
  ConstrainedFieldDefinition,
  DocumentOf,
  DocumentOf as InferSchema,
  DocumentSchema,
  ForeignKeyAction,
  NewDocumentOf,
  TableConstraint,
} from './collections/collection-spec.ts';
export {
  asCollection,
  columnSchemaScript,
  columnSchemas,
  storeColumnSchema,
  type WantedColumnSchema,
} from './collections/column-schemas.ts';
export {
  type ConstraintSettings,
  check,
  compositeUnique,
  type ForeignKeyActions,
  foreignKey,
  index,
  unique,
} from './collections/constraint-helpers.ts';
export { findCollections } from './collections/find-collections.ts';
export { type StoredCollection, storedCollection } from './collections/metadata-table.ts';
export { querySources } from './collections/query-sources.ts';
export { Registry } from './collections/registry.ts';
export {
  type DocumentCheck,
  type DocumentText,
  StoredDocumentCheck,
} from './collections/stored-document-check.ts';
export { buildSchema } from './collections/stored-schemas/build-schema.ts';
export type { StoredSchema } from './collections/stored-schemas/stored-schema.ts';
export { toStoredSchema } from './collections/stored-schemas/to-stored-schema.ts';
export {
  storeWanted,
  type WantedCollection,
  type WantedScript,
  wantedScript,
} from './collections/stored-script.ts';
export type { DBConfig } from './config.ts';
export { ConnectionManager, type ConnectionManagerOptions } from './connections/connection-manager.ts';
export type { ConnectionPort, ConnectionProcess } from './connections/connection-port.ts';
export { serveConnection } from './connections/connection-server.ts';
export type { Connector, ConnectorResult, FileTarget } from './connections/connector.ts';
export { globalConnectionManager } from './connections/global-connection-manager.ts';
export type { Lease, LeaseOptions } from './connections/lease.ts';
export type { LeaseSiteFrame } from './connections/lease-site.ts';
export { LocalConnection } from './connections/local-connection.ts';
export { createLocalConnector } from './connections/local-connector.ts';
export type { LockWait, LockWaitFigures } from './connections/lock-wait-log.ts';
export type { ManagedConnection, ManagedDriver } from './connections/managed-connection.ts';
export type { PoolLimitValues } from './connections/pool-limits.ts';
export type { ConnectionState, ConnectionStats, PoolStats } from './connections/pool-stats.ts';
export { createProcessConnector, type ProcessConnectorOptions } from './connections/process-connector.ts';
export { createDriver } from './create-driver.ts';
export { createDB, Database, type DatabaseServices, type DatabaseTransactionOptions } from './database.ts';
export {
  type DriverDetectionResult,
  type DriverWishes,
  detectDriver,
  type RuntimeEnvironment,
} from './driver-detector.ts';
export type { DriverChoice } from './driver-names.ts';
export { BetterSqlite3Driver, BetterSqlite3Driver as NodeDriver } from './drivers/better-sqlite3-driver.ts';
export { NodeSqliteDriver } from './drivers/node-sqlite-driver.ts';
export { openDriver } from './drivers/open-driver.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export { CheckConstraintError } from './errors/check-constraint-error.ts';
export { CollectionExistsError } from './errors/collection-exists-error.ts';
export { CollectionNotFoundError } from './errors/collection-not-found-error.ts';
export { ForeignKeyError } from './errors/foreign-key-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { PluginError } from './errors/plugin-error.ts';
export { PluginTimeoutError } from './errors/plugin-timeout-error.ts';
export { UniqueConstraintError } from './errors/unique-constraint-error.ts';
export { ValidationError, type ValidationIssue } from './errors/validation-error.ts';
export { VersionMismatchError } from './errors/version-mismatch-error.ts';
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
export {
  type AuditLogEntry,
  type AuditLogFilter,
  type AuditLogPlugin,
  type AuditLogSettings,
  auditLogPlugin,
} from './plugins/audit-log/audit-log-plugin.ts';
export {
  type CacheFigures,
  type CachePlugin,
  type CacheSettings,
  cachePlugin,
} from './plugins/cache/cache-plugin.ts';
export type { HookFigures } from './plugins/hook-figures.ts';
export {
  type MetricsPlugin,
  type MetricsSettings,
  metricsPlugin,
  type OperationMetrics,
} from './plugins/metrics/metrics-plugin.ts';
export { OperationTimes } from './plugins/metrics/operation-times.ts';
export {
  type Hook,
  type HookContext,
  type HookName,
  type Plugin,
  type TellHook,
  tellHooks,
  type VetoHook,
  vetoHooks,
} from './plugins/plugin.ts';
export { type HookObserver, PluginManager, type PluginManagerOptions } from './plugins/plugin-manager.ts';
export {
  type SoftDeletePlugin,
  type SoftDeleteSettings,
  softDeletePlugin,
} from './plugins/soft-delete/soft-delete-plugin.ts';
export { type TimestampsSettings, timestampsPlugin } from './plugins/timestamps/timestamps-plugin.ts';
export {
  type ValidationCheck,
  type ValidationRule,
  type ValidationSettings,
  validationPlugin,
} from './plugins/validation/validation-plugin.ts';
export {
  type AggregateTerm,
  type Filter,
  type JoinTerm,
  type Operator,
  type OrderTerm,
  operators,
  type QuerySpec,
} from './queries/filter.ts';
export { GroupedQuery } from './queries/grouped-query.ts';
export type { PathInput, PathOf, SelectionOf, ValueAt } from './queries/path-types.ts';
export { type OrderInput, QueryBuilder } from './queries/query-builder.ts';
export { QueryError } from './queries/query-error.ts';
export type { QuerySource } from './queries/query-source.ts';
export { type QueryEnd, type QueryStatement, queryStatement } from './queries/query-statement.ts';
export type { QueryPlan } from './queries/run-query.ts';
export { quoteIdentifier } from './quote-identifier.ts';
export { runReads } from './steps/run-reads.ts';
export type * from './types.ts';
