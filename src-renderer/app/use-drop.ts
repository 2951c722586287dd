import { type DragEvent, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { type Dropped, readDrop } from '../features/files/dropped-paths.ts';

export interface DropTarget {
  /** A file is over the window. */
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Makes an element take dropped files; tabs that are dragged inside the window are not meant. */
export function useDrop(client: Client, onDrop: (dropped: Dropped) => void): DropTarget {
  const [isOver, setOver] = useState(false);
  const depth = useRef(0);
  const isFile = ({ dataTransfer: { types } }: DragEvent) =>
    types.includes('Files') || types.includes('text/uri-list');
  return {
    isOver,
    handlers: {
      onDragEnter: (event) => {
        if (!isFile(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: (event) => {
        if (!isFile(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDrop: (event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onDrop(readDrop(event.dataTransfer, (file) => client.pathOfDropped(file)));
      },
    },
  };
}
