import type { BrowserWindowConstructorOptions, Rectangle, TitleBarOverlayOptions } from 'electron';
import { app, browser } from './app.ts';
import { screen } from './screen.ts';
import { createEvent, notEnforced, notImplemented, StrictEmitter } from './strict.ts';
import { WebContents } from './web-contents.ts';

const windows = new Set<BrowserWindow>();
let focused: BrowserWindow | undefined;
let lastId = 0;

/** What a sandboxed app needs and the stand-in has; anything else throws. */
const REQUIRED_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
} as const;

const KNOWN_OPTIONS = new Set(
  (
    'x y width height minWidth minHeight title backgroundColor icon autoHideMenuBar titleBarStyle titleBarOverlay ' +
    'trafficLightPosition webPreferences show frame'
  ).split(' '),
);

/**
 * A window. Headless Chromium shows none, so place and state are kept here; the size is that of the page, as with a
 * title bar of the app's own.
 */
export class BrowserWindow extends StrictEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #minimum: { readonly width: number; readonly height: number };
  #normal: Rectangle;
  #title: string;
  #background: string;
  #overlay: TitleBarOverlayOptions | undefined;
  #isShown: boolean;
  #isMaximized = false;
  #isMinimized = false;
  #isFullScreen = false;
  #isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    for (const name of Object.keys(options)) {
      if (!KNOWN_OPTIONS.has(name)) throw notImplemented(`BrowserWindow: the option ${name}`);
    }
    const preferences = options.webPreferences ?? {};
    for (const [name, needed] of Object.entries(REQUIRED_PREFERENCES)) {
      const given = preferences[name as keyof typeof REQUIRED_PREFERENCES] ?? needed;
      if (given !== needed) throw notImplemented(`BrowserWindow: webPreferences.${name} = ${given}`);
    }
    lastId += 1;
    this.id = lastId;
    const { width = 800, height = 600 } = options;
    const area = screen.getPrimaryDisplay().workArea;
    this.#normal = {
      x: options.x ?? Math.round((area.width - width) / 2),
      y: options.y ?? Math.round((area.height - height) / 2),
      width,
      height,
    };
    this.#minimum = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.#title = options.title ?? app.name;
    this.#background = options.backgroundColor ?? '#fff';
    this.#overlay = typeof options.titleBarOverlay === 'object' ? options.titleBarOverlay : undefined;
    this.#isShown = options.show ?? true;
    this.webContents = new WebContents(preferences);
    this.#listen();
    windows.add(this);
    app.windowOpened(this);
    app.emit('web-contents-created', createEvent(), this.webContents);
    app.emit('browser-window-created', createEvent(), this);
    void this.webContents._open(width, height).then(() => this.#resizePage());
    if (this.#isShown) setImmediate(() => this.focus());
  }

  #listen(): void {
    const contents = this.webContents;
    contents.on('_close', () => this.close());
    contents.on('_opened', (address: string) => void new BrowserWindow({}).loadURL(address).catch(() => {}));
    contents.once('did-finish-load', () => this.emit('ready-to-show'));
    contents.on('page-title-updated', (event, title: string, isExplicit: boolean) => {
      this.emit('page-title-updated', event, title, isExplicit);
      if (!event.defaultPrevented) this.#title = title;
    });
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return focused ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }
  static fromId(id: number): BrowserWindow | null {
    return [...windows].find((window) => window.id === id) ?? null;
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }
  loadFile(path: string): Promise<void> {
    return this.webContents.loadFile(path);
  }
  reload(): void {
    this.webContents.reload();
  }

  getBounds(): Rectangle {
    const { bounds, workArea } = screen.getPrimaryDisplay();
    if (this.#isFullScreen) return { ...bounds };
    return this.#isMaximized ? { ...workArea } : { ...this.#normal };
  }
  getContentBounds(): Rectangle {
    return this.getBounds();
  }
  getNormalBounds(): Rectangle {
    return { ...this.#normal };
  }
  setBounds(changes: Partial<Rectangle>): void {
    const before = this.#normal;
    const wanted = { ...before, ...changes };
    this.#isMaximized = false;
    this.#normal = {
      ...wanted,
      width: Math.max(wanted.width, this.#minimum.width),
      height: Math.max(wanted.height, this.#minimum.height),
    };
    const { x, y, width, height } = this.#normal;
    if (x !== before.x || y !== before.y) this.emit('move');
    if (width !== before.width || height !== before.height) this.#resized();
  }
  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }
  getMinimumSize(): number[] {
    return [this.#minimum.width, this.#minimum.height];
  }

  #resized(): void {
    this.emit('resize');
    void this.webContents._whenOpened.then(() => this.#resizePage());
  }

  async #resizePage(): Promise<void> {
    const { width, height } = this.getBounds();
    try {
      const targetId = this.webContents._targetId;
      const { windowId } = await browser().send('Browser.getWindowForTarget', { targetId });
      await browser().send('Browser.setContentsSize', { windowId, width, height });
    } catch (error) {
      const isGone = this.#isDestroyed || (error instanceof Error && error.name === 'CdpGone');
      if (!isGone) console.error('[electron-standin]', error);
    }
  }

  maximize(): void {
    this.show();
    if (this.#isMaximized) return;
    this.#isMaximized = true;
    this.emit('maximize');
    this.#resized();
  }
  unmaximize(): void {
    if (!this.#isMaximized) return;
    this.#isMaximized = false;
    this.emit('unmaximize');
    this.#resized();
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  minimize(): void {
    if (this.#isMinimized) return;
    this.#isMinimized = true;
    this.emit('minimize');
    this.blur();
  }
  restore(): void {
    if (!this.#isMinimized) return;
    this.#isMinimized = false;
    this.emit('restore');
    this.focus();
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  setFullScreen(isFullScreen: boolean): void {
    if (isFullScreen === this.#isFullScreen) return;
    this.#isFullScreen = isFullScreen;
    this.emit(isFullScreen ? 'enter-full-screen' : 'leave-full-screen');
    this.#resized();
  }
  isFullScreen(): boolean {
    return this.#isFullScreen;
  }
  show(): void {
    if (!this.#isShown) {
      this.#isShown = true;
      this.emit('show');
    }
    this.focus();
  }
  showInactive(): void {
    this.#isShown = true;
    this.emit('show');
  }
  hide(): void {
    this.#isShown = false;
    this.emit('hide');
    this.blur();
  }
  isVisible(): boolean {
    return this.#isShown && !this.#isMinimized;
  }
  focus(): void {
    if (this.#isDestroyed || focused === this) return;
    focused?.blur();
    focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', createEvent(), this);
  }
  blur(): void {
    if (focused !== this) return;
    focused = undefined;
    this.emit('blur');
    app.emit('browser-window-blur', createEvent(), this);
  }
  isFocused(): boolean {
    return focused === this;
  }

  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setBackgroundColor(color: string): void {
    this.#background = color;
  }
  getBackgroundColor(): string {
    return this.#background;
  }
  setTitleBarOverlay(overlay: TitleBarOverlayOptions): void {
    if (this.#overlay === undefined) throw new Error('Titlebar overlay is not enabled');
    notEnforced('BrowserWindow.setTitleBarOverlay: no buttons are drawn');
    this.#overlay = { ...this.#overlay, ...overlay };
  }
  setMenuBarVisibility(_isVisible: boolean): void {}
  setRepresentedFilename(_path: string): void {}
  setDocumentEdited(_isEdited: boolean): void {}

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  close(): void {
    void this.closeOrStay();
  }
  async closeOrStay(): Promise<boolean> {
    if (this.#isDestroyed) return true;
    const event = createEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    const closeTarget = () => browser().send('Target.closeTarget', { targetId: this.webContents._targetId });
    this.webContents._whenOpened.then(closeTarget).catch(() => {});
    this.webContents._destroy();
    windows.delete(this);
    if (focused === this) focused = undefined;
    this.emit('closed');
    // Another window comes to the front, as in every desktop.
    if (focused === undefined) [...windows].at(-1)?.focus();
    app.windowClosed(this);
  }
}
