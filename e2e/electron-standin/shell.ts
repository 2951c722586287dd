import { notImplemented, strict } from './strict.ts';

const unscripted = (name: string) => async (): Promise<never> => {
  throw notImplemented(`shell.${name} without a script: it would start another program`);
};

/** Electron's `shell`. A spec replaces what it expects to be called, as on the real Electron. */
export const shell = strict('shell', {
  openExternal: unscripted('openExternal'),
  openPath: unscripted('openPath'),
  trashItem: unscripted('trashItem'),
  showItemInFolder(): void {
    throw notImplemented('shell.showItemInFolder without a script: it would start another program');
  },
});
