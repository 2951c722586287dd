export { leadingVerb } from './leading-verb.ts';
export { parametersOf, type SqlParameter } from './parameters.ts';
export {
  hasStatement,
  type StatementSpan,
  splitStatements,
  splitSteps,
  statementAt,
} from './split-statements.ts';
export { EVERYTHING, type ScopeSource, type SqlScope, sqlScope } from './sql-scope.ts';
export {
  isClosed,
  meaningfulTokens,
  nameOf,
  type SqlToken,
  type SqlTokenKind,
  sqlTokens,
  wordOf,
} from './tokens.ts';
