import { app } from 'electron';
import { z } from 'zod';
import { filePath } from '../../src-preload/contract/names.ts';
import { type NamedPaths, namedPaths } from '../named-paths.ts';

/** Files that the system or a second start of Cairn wants opened, and folders that it names. */
export interface SystemFiles {
  /** Hands over what came so far and what will come. Nothing in it: Cairn was only started again. */
  handTo(take: (named: NamedPaths) => void): void;
}

/** What a second start says of itself. */
const secondStart = z.object({ files: z.array(filePath), folders: z.array(filePath) });

/** Listens from now on. Before the app is ready: macOS names the files of a start by an event that comes early. */
export function takeFiles(): SystemFiles {
  const early: NamedPaths[] = [];
  let take = (named: NamedPaths): void => {
    early.push(named);
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    // A folder that is dropped on the icon comes by the same event.
    take(namedPaths([path], process.cwd()));
  });
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const said = secondStart.safeParse(data);
    take(said.success ? said.data : { files: [], folders: [] });
  });
  return {
    handTo(taker) {
      take = taker;
      for (const named of early.splice(0)) taker(named);
    },
  };
}
