import { createDamageReports } from '../files/damage-reports.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { ConsoleStore } from './console-store.ts';
import { onePerFile, queryFolder } from './query-folder.ts';

type ConsoleHandlers = Pick<Handlers<'queries'>, 'consoles' | 'add' | 'rename' | 'remove' | 'text' | 'keep'>;

/** The consoles of all files. */
export interface Consoles {
  readonly handlers: ConsoleHandlers;
  /** How a console of a file, by its path, is called in messages. */
  nameOf(path: string, console: string): Promise<string>;
}

/** consoles, add, rename, remove, text, keep of the `queries` slice. */
export function createConsoles({
  openFiles,
  dataFolder,
  emit,
}: Pick<Services, 'openFiles' | 'dataFolder' | 'emit'>): Consoles {
  const storeOf = onePerFile((path) => new ConsoleStore(queryFolder(dataFolder, path)));
  const ofFile = (file: string) => storeOf(openFiles.get(file).info.path);
  return {
    nameOf: async (path, console) => (await storeOf(path).nameOf(console)) ?? 'A console',
    handlers: {
      async consoles({ file }, { client }) {
        const store = ofFile(file);
        const consoles = await store.list();
        createDamageReports([store], emit)(client);
        return { consoles };
      },
      add: ({ file, text }) => ofFile(file).add(text),
      rename: ({ file, console, name }) => ofFile(file).rename(console, name),
      async remove({ file, console }) {
        await ofFile(file).remove(console);
        return null;
      },
      async text({ file, console }) {
        const { parameters, ...rest } = await ofFile(file).read(console);
        return { ...rest, parameters: [...parameters] };
      },
      async keep({ file, console, ...changes }) {
        await ofFile(file).keep(console, changes);
        return null;
      },
    },
  };
}
