import { Info } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { EditQuestion as Question } from './edit-context.ts';

export interface EditQuestionProps {
  readonly question: Question;
  readonly onAnswer: (isWanted: boolean) => void;
}

/** Asks before much is staged at once. */
export function EditQuestion({ question, onAnswer }: EditQuestionProps) {
  return (
    <Dialog
      isOpen
      onClose={() => onAnswer(false)}
      icon={<Info />}
      title={question.title}
      description={question.text}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Cancel</Button>
          <Button variant="primary" onClick={() => onAnswer(true)}>
            {question.action}
          </Button>
        </>
      }
    />
  );
}
