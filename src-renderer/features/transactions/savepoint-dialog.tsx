import { useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface SavepointDialogProps {
  /** What the field begins with. */
  readonly name: string;
  readonly onAdd: (name: string) => void;
  readonly onClose: () => void;
}

const MOST_NAME = 200;

/** Asks how a savepoint is to be called. */
export function SavepointDialog({ name, onAdd, onClose }: SavepointDialogProps) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const form = useId();
  const trimmed = text.trim();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a savepoint"
      description="Later you can roll back to this moment and keep what was done before it."
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={trimmed === ''}>
            Add savepoint
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') onAdd(trimmed);
        }}
      >
        <TextField
          ref={field}
          label="Name of the savepoint"
          value={text}
          onValueChange={setText}
          maxLength={MOST_NAME}
          onFocus={(event) => event.target.select()}
          {...(trimmed === '' && { error: 'Give it a name, such as “before price fix”.' })}
        />
      </form>
    </Dialog>
  );
}
