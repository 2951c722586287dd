import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot } from './boot.ts';
import type { CdpPipe } from './cdp-pipe.ts';
import { startChromium } from './chromium.ts';
import { SingleInstanceLock } from './single-instance-lock.ts';
import { createEvent, notEnforced, notImplemented, StrictEmitter, strict } from './strict.ts';
import { killUtilityProcesses } from './utility-process.ts';

/** A window as far as the end of the app is concerned. */
export interface ClosableWindow {
  /** Whether it has closed: a listener may have prevented it. */
  closeOrStay(): Promise<boolean>;
  destroy(): void;
}

const windows = new Set<ClosableWindow>();
let chromium: CdpPipe | undefined;

/** The Chromium of this app. Throws before the app is ready. */
export function browser(): CdpPipe {
  if (chromium === undefined) throw new Error('Not before the app is ready.');
  return chromium;
}

/** Long enough for a Chromium that closes in order, in milliseconds. */
const CLOSING = 3_000;

class App extends StrictEmitter {
  readonly isPackaged = false;
  readonly dock = undefined;
  #recentDocuments: string[] = [];
  readonly #switches = new Map(boot.switches);
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #name = String(boot.packageFile.productName ?? boot.packageFile.name ?? 'Electron');
  #lock: SingleInstanceLock | undefined;
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;

  readonly commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value = '') => void this.#switches.set(name, value),
    hasSwitch: (name: string) => this.#switches.has(name),
    getSwitchValue: (name: string) => this.#switches.get(name) ?? '',
    removeSwitch: (name: string) => void this.#switches.delete(name),
  });

  constructor() {
    super();
    const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    const known = { home: homedir(), appData: config, temp: tmpdir(), exe: process.execPath };
    for (const [name, path] of Object.entries(known)) this.#paths.set(name, path);
  }

  get name(): string {
    return this.#name;
  }
  set name(name: string) {
    this.#name = name;
  }
  getName(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getVersion(): string {
    return String(boot.packageFile.version ?? '0.0.0');
  }
  getAppPath(): string {
    return boot.folder;
  }
  getLocale(): string {
    return 'en-US';
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path !== undefined) return path;
    if (name === 'userData' || name === 'sessionData') return join(this.getPath('appData'), this.#name);
    throw notImplemented(`app.getPath('${name}')`);
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  /** Whether every preload is sandboxed: here it always is. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    notEnforced("app.enableSandbox: the system's own sandbox");
  }
  setAppUserModelId(_id: string): void {}
  disableHardwareAcceleration(): void {}
  focus(): void {}
  addRecentDocument(path: string): void {
    this.#recentDocuments.push(path);
  }
  clearRecentDocuments(): void {
    this.#recentDocuments = [];
  }
  getRecentDocuments(): readonly string[] {
    return [...this.#recentDocuments];
  }

  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    const userData = this.getPath('userData');
    mkdirSync(userData, { recursive: true });
    this.#lock ??= new SingleInstanceLock(userData, ({ argv, workingDirectory, additionalData: data }) => {
      void this.#ready.promise.then(() =>
        this.emit('second-instance', createEvent(), argv, workingDirectory, data),
      );
    });
    return this.#lock.request({ argv: process.argv, workingDirectory: process.cwd(), additionalData });
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** Closes every window, each of which may stay, and ends. */
  quit(): void {
    if (this.#isQuitting || this.#isExiting) return;
    const event = createEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    void this.#closeAll();
  }

  async #closeAll(): Promise<void> {
    for (const window of windows) {
      if (!(await window.closeOrStay())) {
        this.#isQuitting = false;
        return;
      }
    }
    this.#willQuit();
  }

  #willQuit(): void {
    const event = createEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#isQuitting = false;
    else this.exit(0);
  }

  /** Ends without asking anybody. */
  exit(code = 0): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    for (const window of windows) window.destroy();
    this.emit('quit', createEvent(), code);
    killUtilityProcesses();
    if (chromium === undefined) process.exit(code);
    const end = () => process.exit(code);
    const { ended } = chromium;
    ended.then(end, end);
    chromium.send('Browser.close').catch(() => {});
    setTimeout(end, CLOSING).unref();
  }

  /** Starts Chromium and tells everybody. The app's own entry has run by then. */
  async begin(): Promise<void> {
    if (this.#isExiting) return;
    const userData = this.getPath('userData');
    mkdirSync(userData, { recursive: true });
    const started = startChromium(userData, this.#switches);
    chromium = started;
    process.once('exit', () => started.kill());
    started.ended.then(
      () => this.#isExiting || this.#lostChromium('Chromium has ended.'),
      (error: Error) => this.#lostChromium(error.message),
    );
    const { product } = await started.send('Browser.getVersion');
    Object.defineProperty(process.versions, 'chrome', { value: product.split('/')[1], enumerable: true });
    await started.send('Target.setDiscoverTargets', { discover: true, filter: [{ type: 'page' }] });
    await began?.(started);
    this.#isReady = true;
    this.emit('ready', createEvent(), {});
    this.#ready.resolve();
  }

  #lostChromium(why: string): void {
    console.error(`[electron-standin] ${why}`);
    this.#isExiting = true;
    killUtilityProcesses();
    process.exit(1);
  }

  /** A window has closed. The last one ends the app, unless somebody listens. */
  windowClosed(window: ClosableWindow): void {
    windows.delete(window);
    if (windows.size > 0 || this.#isQuitting || this.#isExiting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
  windowOpened(window: ClosableWindow): void {
    windows.add(window);
  }
}

let began: ((chromium: CdpPipe) => Promise<void>) | undefined;

/** Sets what is to be done when Chromium runs and before the app is ready. */
export function whenChromiumRuns(listener: (chromium: CdpPipe) => Promise<void>): void {
  began = listener;
}

/** Electron's `app`. */
export const app = new App();
