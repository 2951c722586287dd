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

const functions = new Set(FUNCTIONS.split(' '));
const { spec } = SQLite;

/** Words of SQLite's grammar, in lower case. */
export const sqlKeywords: readonly string[] = [
  ...new Set((spec.keywords ?? '').split(' ').filter((word) => word !== '' && !functions.has(word))),
];

/** SQLite's SQL in colours: functions have one of their own, commands of its shell have none. */
export const sqlDialect = SQLDialect.define({
  ...spec,
  keywords: sqlKeywords.join(' '),
  builtin: FUNCTIONS,
});
