import { ArrowRight, Check, CircleAlert } from 'lucide-react';
import type { DocumentProblem } from '../../../src-preload/contract/collections.ts';
import { pathText } from '../../../src-preload/contract/json-text/index.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import { classNames } from '../../lib/class-names.ts';
import checks from './check.module.css';
import type { RepairedValue } from './repair.ts';
import styles from './schema.module.css';
import type { TrialState } from './use-repair-trial.ts';

export interface RepairPreviewProps {
  readonly values: readonly RepairedValue[];
  readonly trial: TrialState;
}

/** Values before and after their repair, and what the schema says about their documents then. */
export function RepairPreview({ values, trial }: RepairPreviewProps) {
  return (
    <table className={classNames(styles.table, checks.preview)} aria-label="Before and after">
      <thead className={checks.heads}>
        <tr>
          {['Document', 'Before', 'After', 'Schema'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.map(({ document, after }) => (
          <tr key={JSON.stringify([document.id, document.path])}>
            <th scope="row" className={styles.mono} title={document.id}>
              {document.id}
            </th>
            <td>
              {document.json === null ? (
                <span className={styles.quiet}>none</span>
              ) : (
                <span className={checks.before} title={document.json}>
                  {document.json}
                </span>
              )}
            </td>
            <td>
              <span className={checks.result}>
                <ArrowRight className={checks.arrow} aria-hidden="true" />
                {after === null ? (
                  <span className={styles.quiet}>removed</span>
                ) : (
                  <span className={checks.after} title={after}>
                    {after}
                  </span>
                )}
              </span>
            </td>
            <td>
              <Verdict problems={trial.problems.get(keyIdentity(document.key))} isUnknown={trial.isUnknown} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface VerdictProps {
  /** undefined: nobody has said anything yet. */
  readonly problems: readonly DocumentProblem[] | undefined;
  readonly isUnknown: boolean;
}

/** What the schema says about the whole document after the repair. */
function Verdict({ problems, isUnknown }: VerdictProps) {
  if (problems === undefined) {
    return <span className={styles.quiet}>{isUnknown ? 'not known' : 'asking'}</span>;
  }
  const [first] = problems;
  if (first === undefined) {
    return (
      <span className={checks.matches}>
        <Check aria-hidden="true" />
        matches
      </span>
    );
  }
  const text = `${pathText(first.path)} ${first.message}`.trim();
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return (
    <span className={checks.differs} title={`${text}${more}`}>
      <CircleAlert aria-hidden="true" />
      <span>
        {text}
        {more}
      </span>
    </span>
  );
}
