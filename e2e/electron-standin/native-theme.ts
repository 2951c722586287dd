import { StrictEmitter } from './strict.ts';

type Source = 'system' | 'light' | 'dark';

const SOURCES: readonly string[] = ['system', 'light', 'dark'];

class NativeTheme extends StrictEmitter {
  #source: Source = 'system';

  get themeSource(): Source {
    return this.#source;
  }
  set themeSource(source: Source) {
    if (!SOURCES.includes(source)) throw new TypeError(`No such theme: ${source}`);
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }
  /** The system of the stand-in is light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

/** Electron's `nativeTheme`: pages really see the theme. */
export const nativeTheme = new NativeTheme();

/** The theme in the terms of Chromium's emulation; none for the system's. */
export function themeFeatures(): { name: string; value: string }[] {
  const { themeSource } = nativeTheme;
  return themeSource === 'system' ? [] : [{ name: 'prefers-color-scheme', value: themeSource }];
}
