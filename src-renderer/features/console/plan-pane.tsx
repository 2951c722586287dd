import { Copy, TriangleAlert } from 'lucide-react';
import type { PlanAdvice, PlanNode } from '../../../src-preload/contract/queries.ts';
import { formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import type { Failure } from '../../lib/failure.ts';
import { SqlLine } from '../../lib/sql/sql-text.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { planLines } from './plan-lines.ts';
import styles from './plan-pane.module.css';
import type { RunProblem } from './runs/result-set.ts';

export interface ShownPlan {
  readonly sql: string;
  readonly nodes: readonly PlanNode[];
  readonly advice: readonly PlanAdvice[];
  readonly failure: Failure | null;
  /** Where in the text of the console it is wrong. */
  readonly problem: RunProblem | null;
}

export interface PlanPaneProps {
  /** null: none was asked for. */
  readonly plan: ShownPlan | null;
  readonly explainKeys: string | undefined;
  /** null: nothing can be written. */
  readonly onAdd: ((sql: string) => void) | null;
}

const badges = {
  scan: ['SCAN', 'updated'],
  search: ['SEARCH', 'inserted'],
  sort: ['B-TREE', 'plain'],
  subquery: ['SUBQUERY', 'plain'],
  compound: ['COMPOUND', 'plain'],
  other: ['STEP', 'plain'],
} as const;

/** How SQLite would run the statement, as a tree, and the index that would help. */
export function PlanPane({ plan, explainKeys, onAdd }: PlanPaneProps) {
  if (plan === null) {
    return (
      <EmptyState title="No plan yet">
        {explainKeys ?? 'Explain'} shows how SQLite would run the statement at the caret. Nothing is run.
      </EmptyState>
    );
  }
  if (plan.failure !== null) return <Note kind="error">{plan.failure.message}</Note>;
  const warned = new Set(plan.advice.map(({ node }) => node));
  const steps = plan.nodes.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className={styles.pane} aria-label="Plan" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" className={styles.figure}>
              Table rows
            </th>
            <th scope="col" className={styles.index}>
              Index used
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className={styles.step} colSpan={3}>
              <Badge>QUERY</Badge> {plan.sql.trim().split(/\s/)[0]?.toUpperCase() ?? ''},{' '}
              {steps === 1 ? '1 step' : `${steps} steps`}
            </td>
          </tr>
          {planLines(plan.nodes).map(({ node, depth, words }) => {
            const [label, variant] = badges[node.kind];
            return (
              <tr key={node.id} className={classNames(warned.has(node.id) && styles.warned)}>
                <td className={styles.step} style={{ paddingLeft: 12 + (depth + 1) * 20 }}>
                  <Badge variant={variant}>{label}</Badge> {words}
                </td>
                <td className={styles.figure}>{rowsText(node)}</td>
                <td className={styles.index}>{node.index ?? (node.kind === 'scan' ? 'none' : '')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className={styles.cards}>
        {plan.advice.map((advice) => (
          <Advice key={`${advice.node} ${advice.title}`} advice={advice} onAdd={onAdd} />
        ))}
        <p className={styles.source}>
          From EXPLAIN QUERY PLAN. Table rows counts the whole table, not the rows a step reads.
        </p>
      </div>
    </section>
  );
}

function rowsText({ rows }: PlanNode): string {
  if (rows === null || rows.value === null) return '';
  return rows.kind === 'exact' ? formatCount(rows.value) : formatAbout(rows.value);
}

function Advice({ advice, onAdd }: { readonly advice: PlanAdvice } & Pick<PlanPaneProps, 'onAdd'>) {
  const { title, text, statement } = advice;
  return (
    <section className={styles.card} aria-label={title}>
      <TriangleAlert aria-hidden="true" />
      <div className={styles.words}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.text}>{text}</p>
        {statement !== null && (
          <>
            <pre className={styles.code}>
              <SqlLine sql={statement} />
            </pre>
            <div className={styles.buttons}>
              {onAdd !== null && <Button onClick={() => onAdd(statement)}>Add to transaction</Button>}
              <Button
                variant="ghost"
                icon={<Copy />}
                onClick={() => void copyText(statement, 'Statement copied')}
              >
                Copy statement
              </Button>
            </div>
          </>
        )}
      </div>
    </section>
  );
}
