import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly action: string;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

const MOST = 200;

/** Asks for a name. */
export function NameDialog({ title, label, action, name, onName, onClose }: NameDialogProps) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const trimmed = text.trim();
  const isWrong = trimmed === '' || trimmed.length > MOST;
  const done = () => {
    if (!isWrong) onName(trimmed);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={isWrong} onClick={done}>
            {action}
          </Button>
        </>
      }
    >
      <TextField
        ref={field}
        label={label}
        value={text}
        onValueChange={setText}
        error={trimmed.length > MOST ? 'Enter at most 200 characters.' : undefined}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Else it would press the button that has the focus after it.
          event.preventDefault();
          done();
        }}
      />
    </Dialog>
  );
}
