import { app } from 'electron';
import { z } from 'zod';
import { filePath } from '../../src-preload/contract/names.ts';

/** Files that the system or a second start of Cairn wants opened. */
export interface SystemFiles {
  /** Hands over what came so far and what will come. An empty list: Cairn was only started again. */
  handTo(take: (paths: readonly string[]) => void): void;
}

/** What a second start says of itself. */
const secondStart = z.object({ files: z.array(filePath) });

/** Listens from now on. Before the app is ready: macOS names the files of a start by an event that comes early. */
export function takeFiles(): SystemFiles {
  const early: (readonly string[])[] = [];
  let take = (paths: readonly string[]): void => {
    early.push(paths);
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take([path]);
  });
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const said = secondStart.safeParse(data);
    take(said.success ? said.data.files : []);
  });
  return {
    handTo(taker) {
      take = taker;
      for (const paths of early.splice(0)) taker(paths);
    },
  };
}
