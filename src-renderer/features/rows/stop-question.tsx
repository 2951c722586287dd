import { TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import { countOf } from '../../lib/cells/byte-size.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export interface StopQuestionProps {
  readonly consoleName: string;
  readonly statements: number;
  readonly onEnd: () => void;
  readonly onStay: () => void;
}

/** Asks before the open transaction ends with what is read in it. */
export function StopQuestion({ consoleName, statements, onEnd, onStay }: StopQuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      isOpen
      onClose={onStay}
      icon={<TriangleAlert />}
      title="Stop and roll back?"
      description={`These rows are read in the open transaction of ${consoleName}. Stopping that ends the transaction, and SQLite rolls all of it back: ${countOf(statements, 'statement')}.`}
      initialFocus={stay}
      footer={
        <>
          <Button ref={stay} onClick={onStay}>
            Keep reading
          </Button>
          <Button variant="danger" onClick={onEnd}>
            Stop and roll back
          </Button>
        </>
      }
    />
  );
}
