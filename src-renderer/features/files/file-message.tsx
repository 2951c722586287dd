import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { Button } from '../../ui/button.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';

/** What is wrong with an open file at the moment. */
export interface FileTrouble {
  readonly what: 'replaced' | 'deleted' | 'busy';
  readonly message: string | null;
}

export interface FileMessageProps {
  readonly file: OpenFileInfo;
  readonly trouble: FileTrouble;
  readonly onReopen: () => void;
  readonly onDismiss: () => void;
  readonly onClose: () => void;
}

/** The bar in the tabs of a file that is busy, or is no longer what was opened. */
export function FileMessage({ file, trouble, onReopen, onDismiss, onClose }: FileMessageProps) {
  const { name } = file;
  switch (trouble.what) {
    case 'busy':
      return (
        <MessageBar kind="busy">
          {trouble.message ?? `${name} is busy: another program is writing. It is tried again by itself.`}
        </MessageBar>
      );
    case 'replaced':
      return (
        <MessageBar kind="warning" onDismiss={onDismiss}>
          {trouble.message ?? `Another file stands at the place of ${name} now; Cairn shows that one.`}
        </MessageBar>
      );
    case 'deleted':
      return (
        <MessageBar
          kind="warning"
          actions={
            <>
              <Button onClick={onReopen}>Try again</Button>
              <Button onClick={onClose}>Close the file</Button>
            </>
          }
        >
          {trouble.message ?? `${name} was deleted or moved. What is shown may not be read again.`}
        </MessageBar>
      );
  }
}
