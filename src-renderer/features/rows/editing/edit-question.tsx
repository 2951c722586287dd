import { Info, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './cell-editor.module.css';
import type { EditQuestion as Question } from './edit-context.ts';

export interface EditQuestionProps {
  readonly question: Question;
  readonly onAnswer: (isWanted: boolean) => void;
}

/** Asks before much is staged at once; where rows go, the name of their table is typed first. */
export function EditQuestion({ question, onAnswer }: EditQuestionProps) {
  const { title, text, action, name } = question;
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isSure = name === undefined || typed === name;
  return (
    <Dialog
      isOpen
      onClose={() => onAnswer(false)}
      icon={name === undefined ? <Info /> : <TriangleAlert className={styles.deletes} />}
      title={title}
      description={text}
      {...(name !== undefined && { initialFocus: field })}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Cancel</Button>
          <Button
            variant={name === undefined ? 'primary' : 'danger'}
            disabled={!isSure}
            onClick={() => onAnswer(true)}
          >
            {action}
          </Button>
        </>
      }
    >
      {name === undefined ? undefined : (
        <TextField
          ref={field}
          label={`Name of the table, ${name}`}
          isMono
          value={typed}
          onValueChange={setTyped}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !isSure) return;
            event.preventDefault();
            onAnswer(true);
          }}
        />
      )}
    </Dialog>
  );
}
