import type { Page } from '@playwright/test';
import type { ScreenFiles } from './make-folder.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a walk needs besides the page. */
export interface Place {
  readonly page: Page;
  readonly files: ScreenFiles;
  openFile(path: string): Promise<void>;
}

/** One screen or state of the app, reached from the one before it. */
export interface Screen {
  /** Name of its pictures: that of the design's where there is one. */
  readonly name: string;
  /** 1440 x 900 unless something else is named. */
  readonly size?: Size;
  /** Tab closes it, as it does a menu. */
  readonly isLeftByTab?: true;
  /** Goes there, and waits until everything that belongs to it is seen. */
  show(place: Place): Promise<void>;
  /** Puts away what floats, so that the next screen can be reached. */
  leave?(place: Place): Promise<void>;
}

export const WIDE: Size = { width: 1440, height: 900 };
