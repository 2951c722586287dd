import { type DdlToken, isKeyword, tokenizeDdl } from './ddl-tokens.ts';

/** What the text of a CREATE TRIGGER says about it. */
export interface TriggerFacts {
  /** Such as "after insert on invoice_items" or "instead of update of a, b on totals". */
  readonly timing: string;
  /** Tables that its body inserts into, updates or deletes from, in lower case. */
  readonly writesInto: ReadonlySet<string>;
}

/** Reads a CREATE TRIGGER as SQLite keeps it. `table` is what it is attached to. */
export function readTrigger(createTriggerSql: string, table: string): TriggerFacts {
  const tokens = tokenizeDdl(createTriggerSql);
  const body = tokens.findIndex((token) => isKeyword(token, 'BEGIN'));
  const head = body < 0 ? tokens : tokens.slice(0, body);
  return {
    timing: `${momentOf(head)} ${eventOf(head)} on ${table}`,
    writesInto: body < 0 ? new Set() : targetsOf(tokens.slice(body + 1)),
  };
}

function momentOf(head: readonly DdlToken[]): string {
  const event = eventIndex(head);
  const before = head.slice(0, event);
  if (isKeyword(before.at(-1), 'OF') && isKeyword(before.at(-2), 'INSTEAD')) return 'instead of';
  return isKeyword(before.at(-1), 'AFTER') ? 'after' : 'before';
}

function eventOf(head: readonly DdlToken[]): string {
  const at = eventIndex(head);
  const event = head[at]?.text.toLowerCase() ?? '';
  if (!isKeyword(head[at + 1], 'OF')) return event;
  const end = head.findIndex((token, index) => index > at && isKeyword(token, 'ON'));
  const columns = head.slice(at + 2, end).filter(({ kind }) => kind !== 'mark');
  return `${event} of ${columns.map(({ text }) => text).join(', ')}`;
}

/** The event stands just before ON or OF; the trigger's own name could be "delete" too. */
function eventIndex(head: readonly DdlToken[]): number {
  return head.findIndex(
    (token, index) =>
      index > 1 &&
      ['INSERT', 'UPDATE', 'DELETE'].some((event) => isKeyword(token, event)) &&
      (isKeyword(head[index + 1], 'ON') || isKeyword(head[index + 1], 'OF')),
  );
}

/** INSERT [OR x] INTO t, REPLACE INTO t, DELETE FROM t, UPDATE [OR x] t. */
function targetsOf(body: readonly DdlToken[]): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const [index, token] of body.entries()) {
    const isStart = index === 0 || body[index - 1]?.text === ';';
    let at = index + 1;
    if (isKeyword(token, 'INTO') || (isKeyword(token, 'FROM') && isKeyword(body[index - 1], 'DELETE'))) {
      const name = body[at]?.text;
      if (name !== undefined) targets.add(name.toLowerCase());
    } else if (isKeyword(token, 'UPDATE') && isStart) {
      if (isKeyword(body[at], 'OR')) at += 2;
      const name = body[at]?.text;
      if (name !== undefined) targets.add(name.toLowerCase());
    }
  }
  return targets;
}
