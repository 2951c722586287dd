import { useRef } from 'react';
import type { ConnectionStats } from '../../../src-preload/contract/stats.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export interface CloseQuestionProps {
  readonly connection: ConnectionStats;
  readonly onClose: () => void;
  readonly onKill: () => void;
}

/** Asked before a connection is taken from who has it. */
export function CloseQuestion({ connection, onClose, onKill }: CloseQuestionProps) {
  const safe = useRef<HTMLButtonElement>(null);
  const { id, holder, role } = connection;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${id} is in use`}
      description={`${holder ?? 'Somebody'} has it. Closing it ends what it runs at once${
        role === 'writer' ? ', and takes back what was not committed' : ''
      }; who has it gets an error. Another connection takes its place.`}
      initialFocus={safe}
      footer={
        <>
          <Button ref={safe} onClick={onClose}>
            Leave it
          </Button>
          <Button variant="danger" onClick={onKill}>
            Close connection
          </Button>
        </>
      }
    />
  );
}
