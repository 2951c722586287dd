import type { ReactElement } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { FileDetails } from '../features/files/file-details.tsx';
import { Popover } from '../ui/popover.tsx';

export interface DetailsPopoverProps {
  readonly file: OpenFileInfo;
  readonly trigger: ReactElement;
}

/** How a file is read and what it is, at the status bar. */
export function DetailsPopover({ file, trigger }: DetailsPopoverProps) {
  return (
    <Popover title={file.name} side="top" align="end" trigger={trigger}>
      <FileDetails file={file} />
    </Popover>
  );
}
