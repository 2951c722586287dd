import { notImplemented, strict } from './strict.ts';

const unscripted = (name: string) => async (): Promise<never> => {
  throw notImplemented(
    `dialog.${name} without a script: replace it by electronApp.evaluate(({ dialog }) => { dialog.${name} = ... })`,
  );
};

/** Electron's `dialog`. Nobody is there to be asked: a spec writes the answer first, as on the real Electron. */
export const dialog = strict('dialog', {
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
  showMessageBox: unscripted('showMessageBox'),
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`);
  },
});
