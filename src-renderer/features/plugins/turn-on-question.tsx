import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export interface TurnOnQuestionProps {
  readonly plugin: string;
  readonly fileName: string;
  readonly onTurnOn: () => void;
  readonly onClose: () => void;
}

/** Asked before code of the user's own is run. */
export function TurnOnQuestion({ plugin, fileName, onTurnOn, onClose }: TurnOnQuestionProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Run ${plugin} for ${fileName}?`}
      description="It is a program that runs as you: it can read, change and send whatever you can. It sees what is read and committed in this file, may change or refuse it, and begins with each opening of the file until it is turned off."
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            variant="primary"
            onClick={() => {
              onTurnOn();
              onClose();
            }}
          >
            Turn on
          </Button>
        </>
      }
    />
  );
}
