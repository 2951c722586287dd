import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useCommandHandlers } from '../../lib/commands/command-context.tsx';
import { hasEdits, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { StagedBar } from './staged-bar.tsx';
import { discard } from './staging-actions.ts';
import { useStagingCommands } from './use-staging-commands.ts';

export interface StagingProps {
  readonly edits: FileEdits;
  readonly fileName: string;
  /** The page with everything that is staged is shown now. */
  readonly isInReview: boolean;
  /** Shows everything that is staged. */
  readonly onReview: () => void;
  /** Shows a commit in the history. */
  readonly onShowCommit: (commit: string) => void;
  /** Leaves the page with everything that is staged. */
  readonly onKeep: () => void;
}

/** More changes are discarded only after a question. */
const ASK_ABOVE = 10;

/** The staged edits of the file that is shown: the bar, its commands and the question before much is discarded. */
export function Staging({ edits, fileName, isInReview, onReview, onShowCommit, onKeep }: StagingProps) {
  const [isAsking, setAsking] = useState(false);
  const state = edits.state();
  function askOrDiscard(): void {
    if (state !== null && stagedRows(state.counts) + state.drafts > ASK_ABOVE) setAsking(true);
    else void discard(edits, null);
  }
  const commands = useStagingCommands({ edits, isInReview, onReview, onShowCommit, onDiscard: askOrDiscard });
  useCommandHandlers(commands);
  return (
    <>
      <StagedBar edits={edits} isInReview={isInReview} onKeep={onKeep} />
      {isAsking && hasEdits(state) && (
        <Dialog
          isOpen
          onClose={() => setAsking(false)}
          icon={<TriangleAlert />}
          title={`Discard ${stagedWords(state)}?`}
          description={`They are kept beside ${fileName} until they are committed or discarded. The file itself is not changed.`}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setAsking(false);
                  void discard(edits, null);
                }}
              >
                Discard
              </Button>
            </>
          }
        />
      )}
    </>
  );
}
