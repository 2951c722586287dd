import { Check, CircleAlert, ShieldCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SafetyCopy } from '../../../src-preload/contract/commits.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { dateAndTime } from '../../lib/relative-time.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './history.module.css';

export interface SafetyCopiesProps {
  readonly edits: FileEdits;
  readonly file: OpenFileInfo;
  readonly copies: readonly SafetyCopy[];
  readonly onRestored: () => void;
}

type Comparison =
  | { readonly copy: string; readonly kind: 'running' }
  | { readonly copy: string; readonly kind: 'done'; readonly tables: readonly Compared[] }
  | { readonly copy: string; readonly kind: 'failed'; readonly message: string };

/** How the rows of a table differ between a copy and the file. */
interface Compared {
  readonly object: string;
  readonly onlyInCopy: number;
  readonly onlyInFile: number;
  readonly different: number;
}

/** Copies of the file as it was before the first commit of a session: compared with it, or put in its place. */
export function SafetyCopies({ edits, file, copies, onRestored }: SafetyCopiesProps) {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [asked, setAsked] = useState<SafetyCopy | null>(null);

  async function compare({ id }: SafetyCopy): Promise<void> {
    setComparison({ copy: id, kind: 'running' });
    try {
      const { tables } = await edits.client.commits.compareCopy({ file: file.id, copy: id });
      setComparison({ copy: id, kind: 'done', tables });
    } catch (error) {
      setComparison({ copy: id, kind: 'failed', message: toFailure(error).message });
    }
  }
  return (
    <Card title="Safety copies" note="made before the first commit of a session">
      {copies.length === 0 && (
        <p className={styles.none}>There is none yet. One is made before the next commit.</p>
      )}
      {copies.length > 0 && (
        <ul className={styles.copies}>
          {copies.map((copy) => (
            <li key={copy.id} className={styles.copy}>
              <div className={styles.copyLine}>
                <span className={styles.mono}>{dateAndTime(copy.at)}</span>
                <span className={styles.words}>
                  {copy.reason ?? `${file.name} as it was then, ${formatByteSize(copy.bytes)}`}
                </span>
                {copy.reason === null && (
                  <>
                    <Button
                      size="small"
                      aria-label={`Compare with the copy of ${dateAndTime(copy.at)}`}
                      disabled={comparison?.kind === 'running'}
                      onClick={() => void compare(copy)}
                    >
                      Compare…
                    </Button>
                    <Button
                      size="small"
                      aria-label={`Restore the copy of ${dateAndTime(copy.at)}`}
                      onClick={() => setAsked(copy)}
                    >
                      Restore…
                    </Button>
                  </>
                )}
              </div>
              {comparison?.copy === copy.id && <Outcome comparison={comparison} />}
            </li>
          ))}
        </ul>
      )}
      {asked !== null && (
        <RestoreQuestion
          edits={edits}
          file={file}
          copy={asked}
          onClose={() => setAsked(null)}
          onRestored={onRestored}
        />
      )}
    </Card>
  );
}

function Outcome({ comparison }: { readonly comparison: Comparison }) {
  if (comparison.kind === 'running') return <ProgressBar label="Comparing" fraction={null} />;
  if (comparison.kind === 'failed') return <Note kind="error">{comparison.message}</Note>;
  const differing = comparison.tables.filter(
    ({ onlyInCopy, onlyInFile, different }) => onlyInCopy + onlyInFile + different > 0,
  );
  if (differing.length === 0) {
    return (
      <p className={styles.same} role="status">
        <Check aria-hidden="true" />
        The file has the same rows as the copy.
      </p>
    );
  }
  return (
    <table className={styles.compared} aria-label="What differs from the copy">
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col" className={styles.figure}>
            Only in the copy
          </th>
          <th scope="col" className={styles.figure}>
            Only in the file
          </th>
          <th scope="col" className={styles.figure}>
            Different
          </th>
        </tr>
      </thead>
      <tbody>
        {differing.map(({ object, onlyInCopy, onlyInFile, different }) => (
          <tr key={object}>
            <th scope="row">{object}</th>
            <td className={styles.figure}>{formatCount(onlyInCopy)}</td>
            <td className={styles.figure}>{formatCount(onlyInFile)}</td>
            <td className={styles.figure}>{formatCount(different)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RestoreQuestionProps extends Pick<SafetyCopiesProps, 'edits' | 'file' | 'onRestored'> {
  readonly copy: SafetyCopy;
  readonly onClose: () => void;
}

function RestoreQuestion({ edits, file, copy, onClose, onRestored }: RestoreQuestionProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function restore(): Promise<void> {
    setRunning(true);
    setProblem(null);
    try {
      await edits.client.commits.restoreCopy({ file: file.id, copy: copy.id });
      showToast({ title: `${file.name} has the rows of ${dateAndTime(copy.at)} again` });
      onRestored();
      onClose();
    } catch (error) {
      const { message, hint } = toFailure(error);
      setProblem([message, hint].filter(Boolean).join(' '));
      setRunning(false);
    }
  }
  return (
    <Dialog
      isOpen
      onClose={() => !isRunning && onClose()}
      icon={<ShieldCheck />}
      title={`Restore the copy of ${dateAndTime(copy.at)}?`}
      initialFocus={cancel}
      description={
        <p>
          All tables of {file.name} get the rows that they had then. What was committed since, by Cairn or by
          others, is no longer in the file. Before that the file as it is now is copied too, so that this can
          be taken back. Staged edits stay staged.
        </p>
      }
      footer={
        <>
          <Button ref={cancel} disabled={isRunning} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" disabled={isRunning} onClick={() => void restore()}>
            Restore
          </Button>
        </>
      }
    >
      {isRunning && <ProgressBar label="Restoring" fraction={null} />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </p>
      )}
    </Dialog>
  );
}
