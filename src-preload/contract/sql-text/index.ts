export { leadingVerb } from './leading-verb.ts';
export { parametersOf, type SqlParameter } from './parameters.ts';
export { hasStatement, type StatementSpan, splitStatements, statementAt } from './split-statements.ts';
export {
  isClosed,
  meaningfulTokens,
  nameOf,
  type SqlToken,
  type SqlTokenKind,
  sqlTokens,
  wordOf,
} from './tokens.ts';
