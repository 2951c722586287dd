import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WebPreferences, WindowOpenHandlerResponse } from 'electron';
import { browser } from './app.ts';
import { boot } from './boot.ts';
import type { CdpEvent } from './cdp-pipe.ts';
import type { Protocol } from './chromium-protocol.ts';
import { answerDebugger } from './file-paths.ts';
import type { MessagePortMain } from './message-ports.ts';
import { themeFeatures } from './native-theme.ts';
import { answerPaused } from './navigation.ts';
import { PreloadChannel } from './preload-channel.ts';
import { createPreloadScripts, PRELOAD_WORLD, type PreloadScripts } from './preload-script.ts';
import { originOf, schemePatterns, toApp, toChromium } from './protocol.ts';
import { applyPermissions, session } from './session.ts';
import { createEvent, notEnforced, StrictEmitter } from './strict.ts';

type Methods = Protocol.CommandParameters;
type Details = { readonly url: string; readonly frameName: string };

const byTarget = new Map<string, WebContents>();
let lastId = 0;

/** The web contents of a target of Chromium's. */
export function contentsOf(targetId: string): WebContents | undefined {
  return byTarget.get(targetId);
}

/** All that live. */
export function allContents(): readonly WebContents[] {
  return [...byTarget.values()];
}

/** One page with its preload. Main frame only: frames inside it have no preload, as with `sandbox`. */
export class WebContents extends StrictEmitter {
  readonly id: number;
  readonly session = session.defaultSession;
  readonly mainFrame: { readonly url: string; readonly origin: string; readonly parent: null };
  readonly #preferences: WebPreferences;
  readonly #channel: PreloadChannel;
  readonly #opened = Promise.withResolvers<void>();
  #scripts: PreloadScripts | undefined;
  #sessionId = '';
  #targetId = '';
  #context: number | undefined;
  #address = '';
  #title = '';
  #isLoading = false;
  #isOwnNavigation = false;
  #isCrashed = false;
  #isDestroyed = false;
  #opener: ((details: Details) => WindowOpenHandlerResponse) | undefined;

  constructor(preferences: WebPreferences) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#preferences = preferences;
    const url = () => this.getURL();
    this.mainFrame = {
      get url() {
        return url();
      },
      get origin() {
        return originOf(url());
      },
      parent: null,
    };
    this.#channel = new PreloadChannel({
      event: () => ({ sender: this, senderFrame: this.mainFrame, processId: 1, frameId: 1, type: 'frame' }),
      title: (title) => this.#setTitle(title),
      open: (url, frameName) => this._askToOpen(url, frameName),
      deliver: (text) => this.#deliver(text),
    });
    this.#opened.promise.catch(() => {});
  }

  /** Makes the page in Chromium, empty. */
  async _open(width: number, height: number): Promise<void> {
    try {
      const { targetId } = await browser().send('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        width,
        height,
      });
      this.#targetId = targetId;
      byTarget.set(targetId, this);
      const attached = await browser().send('Target.attachToTarget', { targetId, flatten: true });
      this.#sessionId = attached.sessionId;
      browser().listen(this.#sessionId, (event) => this.#hear(event));
      await this.#prepare();
      this.#opened.resolve();
    } catch (error) {
      this.#opened.reject(error);
      if (!this.#isDestroyed) console.error('[electron-standin] a window failed:', error);
    }
  }

  async #prepare(): Promise<void> {
    const scripts = createPreloadScripts(
      this.#preferences.preload,
      this.#preferences.additionalArguments ?? [],
    );
    this.#scripts = scripts;
    const documents = { urlPattern: '*', resourceType: 'Document' as const };
    await Promise.all([
      this._send('Page.enable'),
      this._send('Runtime.enable'),
      this._send('Inspector.enable'),
      ...(scripts.asksForPaths ? [this._send('Debugger.enable')] : []),
      this._send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.pageSource }),
      this._send('Runtime.addBinding', { name: scripts.binding, executionContextName: PRELOAD_WORLD }),
      this._send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preloadSource,
        worldName: PRELOAD_WORLD,
      }),
      this._send('Fetch.enable', {
        patterns: [documents, ...schemePatterns().map((urlPattern) => ({ urlPattern }))],
      }),
      this._applyTheme(),
    ]);
  }

  /** Sends a command about this page. */
  _send<M extends keyof Methods>(method: M, params?: Methods[M]) {
    return browser().send(method, params, this.#sessionId);
  }

  /** Sends one once the page is there; what goes wrong with a page that is closing is nothing. */
  _sendSoon<M extends keyof Methods>(method: M, params?: Methods[M]): Promise<void> {
    return this.#opened.promise
      .then(() => this._send(method, params))
      .then(
        () => {},
        (error: Error) => {
          if (!this.#isDestroyed && error.name !== 'CdpGone') console.error('[electron-standin]', error);
        },
      );
  }

  get _whenOpened(): Promise<void> {
    return this.#opened.promise;
  }
  get _targetId(): string {
    return this.#targetId;
  }
  get _isOwnNavigation(): boolean {
    return this.#isOwnNavigation;
  }

  /** Tells Chromium the theme. Playwright sets its own when it comes to a page, so it is told again as pages load. */
  async _applyTheme(): Promise<void> {
    await this._send('Emulation.setEmulatedMedia', { features: themeFeatures() });
  }

  #hear({ method, params }: CdpEvent): void {
    const facts = params as never;
    const hear = this.#listeners[method];
    if (hear !== undefined) hear(facts);
  }

  readonly #listeners: Readonly<Record<string, (facts: never) => void>> = {
    'Runtime.bindingCalled': (facts: Protocol.Runtime.bindingCalledPayload) => {
      if (facts.name !== this.#scripts?.binding) return;
      this.#context ??= facts.executionContextId;
      if (facts.executionContextId === this.#context) this.#channel.take(facts.payload);
    },
    'Runtime.executionContextCreated': ({ context }: Protocol.Runtime.executionContextCreatedPayload) => {
      const { frameId } = (context.auxData ?? {}) as { readonly frameId?: string };
      if (context.name === PRELOAD_WORLD && frameId === this.#targetId) this.#context = context.id;
    },
    'Runtime.executionContextDestroyed': (facts: Protocol.Runtime.executionContextDestroyedPayload) => {
      if (facts.executionContextId === this.#context) this.#leavePage();
    },
    'Runtime.executionContextsCleared': () => this.#leavePage(),
    'Runtime.exceptionThrown': ({ exceptionDetails }: Protocol.Runtime.exceptionThrownPayload) => {
      const { preload } = this.#preferences;
      if (preload === undefined || exceptionDetails.url !== preload) return;
      const text = exceptionDetails.exception?.description ?? exceptionDetails.text;
      console.error(`Unable to load preload script: ${preload}\n${text}`);
      this.emit('preload-error', createEvent(), preload, new Error(text));
    },
    'Page.frameNavigated': ({ frame }: Protocol.Page.frameNavigatedPayload) => {
      if (frame.parentId !== undefined) return;
      this.#isCrashed = false;
      this.#address = frame.url + (frame.urlFragment ?? '');
      void this._sendSoon('Emulation.setEmulatedMedia', { features: themeFeatures() });
      if (frame.unreachableUrl !== undefined) {
        this.emit('did-fail-load', createEvent(), -2, 'ERR_FAILED', toApp(frame.unreachableUrl), true);
        return;
      }
      void applyPermissions(this, this.#address);
      this.emit('did-navigate', createEvent(), this.getURL(), 200, 'OK');
    },
    'Page.navigatedWithinDocument': (facts: Protocol.Page.navigatedWithinDocumentPayload) => {
      if (facts.frameId !== this.#targetId) return;
      this.#address = facts.url;
      this._tellStart(facts.url, true, true);
      this.emit('did-navigate-in-page', createEvent(), this.getURL(), true);
    },
    'Page.domContentEventFired': () => {
      void this._sendSoon('Emulation.setEmulatedMedia', { features: themeFeatures() });
      this.emit('dom-ready', createEvent());
    },
    'Page.loadEventFired': () => {
      this.#isLoading = false;
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    },
    'Fetch.requestPaused': (facts: Protocol.Fetch.requestPausedPayload) => void answerPaused(this, facts),
    'Debugger.paused': (facts: Protocol.Debugger.pausedPayload) => void answerDebugger(this, facts),
    'Inspector.targetCrashed': () => {
      this.#isCrashed = true;
      this.#leavePage();
      this.emit('render-process-gone', createEvent(), { reason: 'crashed', exitCode: 1 });
    },
  };

  #leavePage(): void {
    this.#context = undefined;
    this.#channel.close();
  }

  /** A navigation that nobody has prevented begins. */
  _tellStart(address: string, isMainFrame: boolean, isSameDocument: boolean): void {
    const url = toApp(address);
    const event = createEvent({ url, isMainFrame, isSameDocument, frame: this.mainFrame });
    this.emit('did-start-navigation', event, url, isSameDocument, isMainFrame);
  }

  #deliver(text: string): void {
    if (this.#context === undefined || this.#isDestroyed || this.#scripts === undefined) return;
    this._send('Runtime.callFunctionOn', {
      executionContextId: this.#context,
      functionDeclaration: `function (text) { ${this.#scripts.receiver}(text); }`,
      arguments: [{ value: text }],
      silent: true,
    }).catch(() => {});
  }

  /** Closes a page that this one has opened. */
  _closeOpened(targetId: string): void {
    browser()
      .send('Target.closeTarget', { targetId })
      .catch(() => {});
  }

  /** The page wants another one: the app's handler is asked what should be. */
  _askToOpen(address: string, frameName = ''): void {
    const answer = this.#opener?.({ url: toApp(address), frameName }) ?? { action: 'allow' };
    if (answer.action !== 'deny') this.emit('_opened', toApp(address));
  }

  #setTitle(title: string): void {
    if (title === '' || title === this.#title) return;
    this.#title = title;
    this.emit('page-title-updated', createEvent(), title, true);
  }

  _destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    byTarget.delete(this.#targetId);
    this.#leavePage();
    this.emit('destroyed');
  }

  send(channel: string, ...args: unknown[]): void {
    this.#channel.send(channel, args);
  }
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#channel.postMessage(channel, message, transfer);
  }

  async loadURL(address: string): Promise<void> {
    await this.#opened.promise;
    const loaded = new Promise<void>((done) => this.once('did-finish-load', done));
    this.#isOwnNavigation = true;
    this.#isLoading = true;
    try {
      const { errorText } = await this._send('Page.navigate', { url: toChromium(address) });
      if (errorText !== undefined) {
        throw Object.assign(new Error(`${errorText} loading '${address}'`), {
          code: errorText,
          url: address,
        });
      }
      await loaded;
    } finally {
      this.#isOwnNavigation = false;
      this.#isLoading = false;
    }
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(resolve(boot.folder, path)).href);
  }
  reload(): void {
    this.#isOwnNavigation = true;
    this.once('did-finish-load', () => {
      this.#isOwnNavigation = false;
    });
    void this._sendSoon('Page.reload');
  }
  async executeJavaScript(expression: string): Promise<unknown> {
    await this.#opened.promise;
    const { result, exceptionDetails } = await this._send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }
  /** Carries out an editing command, as the roles of the menu do. */
  _edit(command: string): void {
    void this._sendSoon('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] });
  }
  setWindowOpenHandler(handler: (details: Details) => WindowOpenHandlerResponse): void {
    this.#opener = handler;
  }
  forcefullyCrashRenderer(): void {
    this.#opened.promise.then(() => this._send('Page.crash')).catch(() => {});
  }
  close(): void {
    this.emit('_close');
  }
  openDevTools(): void {
    notEnforced('webContents.openDevTools');
  }
  focus(): void {}
  getURL(): string {
    return toApp(this.#address);
  }
  getTitle(): string {
    return this.#title;
  }
  getType(): string {
    return 'window';
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isLoading(): boolean {
    return this.#isLoading;
  }
  isCrashed(): boolean {
    return this.#isCrashed;
  }
  isFocused(): boolean {
    return true;
  }
}
