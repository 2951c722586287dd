import { CircleAlert, Copy, FolderOpen, RefreshCw, TriangleAlert } from 'lucide-react';
import { copyText } from '../../lib/copy-text.ts';
import { detailsText, type Failure, failureReport } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import styles from './file-problem.module.css';
import { messageBelow, type ProblemRemedy, problemWords } from './problem-words.ts';

export interface FileProblemProps {
  readonly path: string;
  readonly name: string;
  readonly failure: Failure;
  readonly isTrying: boolean;
  readonly onRetry: () => void;
  readonly onChoose: () => void;
  readonly onForget: () => void;
}

/** Stands in the tab of a file that could not be opened: what happened, what it means, what to do. */
export function FileProblem(props: FileProblemProps) {
  const { path, name, failure } = props;
  const { title, remedies } = problemWords(name, failure);
  const details = detailsText(failure.details);
  const isWarning = failure.code === 'FILE_LOCKED' || failure.code === 'FILE_MISSING';
  return (
    <div className={styles.place}>
      <section className={styles.box} role="alert">
        <div className={styles.head}>
          {isWarning ? (
            <TriangleAlert className={styles.warning} />
          ) : (
            <CircleAlert className={styles.error} />
          )}
          <div className={styles.words}>
            <h2 className={styles.title}>{title}</h2>
            <p className={styles.text}>{messageBelow(title, failure.message)}</p>
            {failure.hint !== null && <p className={styles.text}>{failure.hint}</p>}
            <p className={styles.path}>{path}</p>
            <details className={styles.details}>
              <summary>Details</summary>
              <pre className={styles.code}>
                {failure.code}
                {details !== null && `\n${details}`}
              </pre>
            </details>
          </div>
        </div>
        <div className={styles.foot}>
          <Button
            variant="ghost"
            icon={<Copy />}
            onClick={() => void copyText(failureReport(failure, path), 'Report copied')}
          >
            Copy report
          </Button>
          <span className={styles.grow} />
          {[...remedies].reverse().map((remedy) => (
            <RemedyButton key={remedy} remedy={remedy} isMain={remedy === remedies[0]} problem={props} />
          ))}
        </div>
      </section>
    </div>
  );
}

interface RemedyButtonProps {
  readonly remedy: ProblemRemedy;
  readonly isMain: boolean;
  readonly problem: FileProblemProps;
}

function RemedyButton({ remedy, isMain, problem }: RemedyButtonProps) {
  const variant = isMain ? 'primary' : 'default';
  switch (remedy) {
    case 'retry':
      return (
        <Button variant={variant} icon={<RefreshCw />} disabled={problem.isTrying} onClick={problem.onRetry}>
          Try again
        </Button>
      );
    case 'choose':
      return (
        <Button variant={variant} icon={<FolderOpen />} onClick={problem.onChoose}>
          Choose another file
        </Button>
      );
    case 'locate':
      return (
        <Button variant={variant} icon={<FolderOpen />} onClick={problem.onChoose}>
          Locate…
        </Button>
      );
    case 'forget':
      return <Button onClick={problem.onForget}>Remove from recent</Button>;
  }
}
