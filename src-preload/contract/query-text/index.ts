export { parseQuery } from './parse-query.ts';
export {
  groupNames,
  isQueryText,
  type NamedCollection,
  type QueryPlace,
  queryPlaceAt,
} from './query-place.ts';
export { type QueryStage, QueryStages, queryStep, queryStepNames } from './query-steps.ts';
export {
  type QueryCall,
  type QueryChain,
  QueryTextError,
  type QueryValue,
  type TextPlace,
} from './query-value.ts';
