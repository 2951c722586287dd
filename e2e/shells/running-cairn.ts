import type { ElectronApplication, Page } from '@playwright/test';

/** A Cairn that runs in the shell of this project, with a data folder of its own. */
export interface RunningCairn {
  readonly page: Page;
  /** Process id of the shell. */
  readonly pid: number;
  /** Where the page is; in the browser shell with the token. */
  readonly address: string;
  /** Content-security-policy violations and uncaught errors of all pages so far. */
  readonly faults: readonly string[];
  /** Electron or its stand-in; throws in the browser shell. */
  readonly app: ElectronApplication;
  /** One more page of the same Cairn: a tab in the browser, a window on the desktop. */
  anotherPage(): Promise<Page>;
  /** Opens a file as the user does: in the browser by its path, on the desktop in the system's dialog. */
  openFile(path: string): Promise<void>;
}

/** What every start gets. */
export interface StartOptions {
  readonly paths: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly faults: string[];
}

/** A way to run Cairn. */
export interface ShellRunner {
  start(options: StartOptions): Promise<RunningCairn>;
  /** Ends everything that was started, and waits for it. */
  stop(): Promise<void>;
}
