import { SQLDialect, SQLite } from '@codemirror/lang-sql';

/** Functions of SQLite; those that have the name of many a column, such as `date` or `total`, have no colour. */
const FUNCTIONS =
  'abs acos acosh asin asinh atan atan2 atanh avg ceil coalesce concat concat_ws cos cosh count ' +
  'cume_dist dense_rank exp first_value group_concat ifnull iif instr ' +
  'json_array json_array_length json_each json_error_position json_extract json_group_array json_group_object json_insert ' +
  'json_object json_patch json_pretty json_quote json_remove json_replace json_set json_tree json_type json_valid jsonb ' +
  'jsonb_array jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove ' +
  'jsonb_replace jsonb_set julianday last_insert_rowid last_value ln log10 ' +
  'log2 lower ltrim max min nth_value ntile nullif octet_length percent_rank pi pow printf ' +
  'random randomblob round row_number rtrim sin sinh soundex sqlite_version sqrt strftime substr ' +
  'substring sum tan tanh timediff total_changes trunc typeof unhex unicode unistr unixepoch ' +
  'upper zeroblob';

/** https://sqlite.org/lang_keywords.html; what other databases have besides is the name of many a column. */
const KEYWORDS =
  'abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade ' +
  'case cast check collate column commit conflict constraint create cross current current_date current_time ' +
  'current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape ' +
  'except exclude exclusive exists explain fail filter first following for foreign from full generated glob group ' +
  'groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join ' +
  'key last left like limit match materialized natural no not nothing notnull null nulls of offset on or order others ' +
  'outer over partition plan pragma preceding primary query raise range recursive references regexp reindex release ' +
  'rename replace restrict returning right rollback row rows savepoint select set strict table temp temporary then ' +
  'ties to transaction trigger unbounded union unique update using vacuum values view virtual when where window with ' +
  'within without';

const { spec } = SQLite;

/** Words of SQLite's grammar, in lower case. */
export const sqlKeywords: readonly string[] = KEYWORDS.split(' ');

/** SQLite's SQL in colours: functions have one of their own, commands of its shell have none. */
export const sqlDialect = SQLDialect.define({
  ...spec,
  keywords: KEYWORDS,
  builtin: FUNCTIONS,
});
