import { useRef, useState } from 'react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface GoToRowProps {
  readonly isOpen: boolean;
  readonly rowCount: number;
  readonly onClose: () => void;
  /** 0-based. */
  readonly onGo: (row: number) => void;
}

/** Asks for a row number and goes there. */
export function GoToRow({ isOpen, rowCount, onClose, onGo }: GoToRowProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const number = Number(text.replaceAll(/[,_\s]/g, ''));
  const isValid = text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= rowCount;
  function go(): void {
    if (!isValid) return;
    onGo(number - 1);
    setText('');
    onClose();
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Go to row"
      description={`A number from 1 to ${formatCount(rowCount)}, in the order that is shown.`}
      initialFocus={field}
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button size="large" variant="primary" disabled={!isValid} onClick={go}>
            Go to row
          </Button>
        </>
      }
    >
      <TextField
        ref={field}
        label="Row number"
        inputMode="numeric"
        isMono
        value={text}
        onValueChange={setText}
        onKeyDown={(event) => event.key === 'Enter' && go()}
        error={text.trim() !== '' && !isValid ? `There is no row ${text.trim()}.` : undefined}
      />
    </Dialog>
  );
}
