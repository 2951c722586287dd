import { Flag } from 'lucide-react';
import { useRef } from 'react';
import { SqlLine } from '../../lib/sql/sql-text.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './console-view.module.css';

export interface WriteQuestionProps {
  readonly sql: string;
  readonly fileName: string;
  readonly onBegin: () => void;
  readonly onCommit: () => void;
  readonly onClose: () => void;
}

/** The first write of a console: into a transaction, or at once. The answer is remembered for the console. */
export function WriteQuestionDialog({ sql, fileName, onBegin, onCommit, onClose }: WriteQuestionProps) {
  const begin = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      icon={<Flag />}
      title={`This statement writes to ${fileName}`}
      description="Inside a transaction you see what it changes before it is in the file, and can roll it back; other programs cannot write until you commit. This console remembers what you choose."
      initialFocus={begin}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={onCommit}>Run and commit</Button>
          <Button ref={begin} variant="primary" onClick={onBegin}>
            Begin a transaction
          </Button>
        </>
      }
    >
      <p className={styles.asked}>
        <SqlLine sql={sql} />
      </p>
    </Dialog>
  );
}
