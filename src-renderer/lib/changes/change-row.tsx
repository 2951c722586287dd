import { ArrowRight, Circle, CircleAlert, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EditKind } from '../../../src-preload/contract/edits.ts';
import { classNames } from '../class-names.ts';
import styles from './change-row.module.css';
import { ChangeValue, valueTitle } from './change-value.tsx';
import type { ChangeLine, RowChange } from './row-change.ts';

const signs = {
  insert: { Icon: Plus, word: 'Inserted' },
  update: { Icon: Circle, word: 'Updated' },
  delete: { Icon: Minus, word: 'Deleted' },
} as const satisfies Record<EditKind, unknown>;

export interface ChangeRowProps {
  readonly change: RowChange;
  /** What names the row, and a few quiet words below. */
  readonly name: ReactNode;
  readonly note?: ReactNode;
  /** Why it was refused, as sentences, with what can be done. */
  readonly problems?: ReactNode;
  /** Buttons at the right of the row. */
  readonly actions?: ReactNode;
  /** A button at the end of a line. */
  readonly lineAction?: (line: ChangeLine) => ReactNode;
}

/** What happens to one row: its sign, its name, and each value before and after. */
export function ChangeRow({ change, name, note, problems, actions, lineAction }: ChangeRowProps) {
  const { kind, lines, values, isCut } = change;
  const { Icon, word } = signs[kind];
  return (
    <div
      className={classNames(
        styles.row,
        styles[kind],
        problems !== undefined && styles.refused,
        actions !== undefined && styles.acting,
      )}
    >
      <div className={styles.sign}>
        {problems === undefined ? (
          <Icon role="img" aria-label={word} />
        ) : (
          <CircleAlert role="img" aria-label={`${word}, refused`} />
        )}
      </div>
      <div className={styles.key}>
        {name}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </div>
      <div className={styles.what}>
        {lines.map((line) => (
          <Line key={JSON.stringify([line.column, line.path])} line={line} action={lineAction?.(line)} />
        ))}
        {kind !== 'update' && <Values values={values} isStruck={kind === 'delete'} isCut={isCut} />}
        {kind === 'update' && isCut && (
          <p className={styles.more}>There are more changes in this document.</p>
        )}
        {problems}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

function Line({ line, action }: { readonly line: ChangeLine; readonly action: ReactNode }) {
  const { name, before, after, isDefault } = line;
  return (
    <div className={styles.line}>
      <span className={styles.column} title={name}>
        {name}
      </span>
      <del className={styles.before} title={valueTitle(before)}>
        <ChangeValue cell={before} />
      </del>
      <ArrowRight aria-hidden="true" />
      <span className={styles.end}>
        <ins className={styles.after} title={valueTitle(after)}>
          {isDefault ? <span className={styles.word}>default</span> : <ChangeValue cell={after} />}
        </ins>
        {action}
      </span>
    </div>
  );
}

interface ValuesProps {
  readonly values: RowChange['values'];
  readonly isStruck: boolean;
  readonly isCut: boolean;
}

function Values({ values, isStruck, isCut }: ValuesProps) {
  return (
    <div className={styles.values}>
      {values.length === 0 && (
        <span className={styles.none}>
          {isStruck ? 'The row is deleted.' : 'All columns get their defaults.'}
        </span>
      )}
      {values.map(({ name, cell }) => (
        <span key={name} className={styles.value} title={valueTitle(cell)}>
          <span className={styles.label}>{name}</span>
          {isStruck ? (
            <del>
              <ChangeValue cell={cell} />
            </del>
          ) : (
            <ChangeValue cell={cell} />
          )}
        </span>
      ))}
      {isCut && <span className={styles.none}>and more</span>}
    </div>
  );
}
