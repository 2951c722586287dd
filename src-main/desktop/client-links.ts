import { isAbsolute } from 'node:path';
import { BrowserWindow, type IpcMainEvent, ipcMain, type MessagePortMain, type WebContents } from 'electron';
import { eventEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  type EventName,
  type EventValue,
  encode,
  FrameKind,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { filePath } from '../../src-preload/contract/names.ts';
import type { EngineHost } from '../host/engine-host.ts';
import { messagePort } from '../ports/electron-message-port.ts';
import type { Port } from '../ports/port.ts';
import { isPageAddress } from './page-address.ts';

/** The one channel that is registered: a page hands over its end of a message channel, and all else goes over that. */
export const CHANNEL = 'cairn';

/** Milliseconds after which a page that was replaced is no longer heard. Its channel normally ends sooner. */
const LAST_WORDS = 1_000;

/** A page that is connected. */
interface Link {
  readonly client: number;
  readonly port: Port;
  detach(): void;
}

/** The pages that talk to the host, one for each window. */
export interface ClientLinks {
  /** Whose page a client is; undefined when it has gone. */
  contentsOf(client: number): WebContents | undefined;
  /** Tells one page of an event. Nothing happens when it is not connected. */
  tell<N extends EventName>(contents: WebContents, event: N, value: EventValue<N>): void;
}

/**
 * Connects pages as they ask. A page is the main frame of a window, at the page's own address; whoever else asks
 * gets no channel.
 *
 * @param hostOf asked for each page, since the handlers of the host need these links.
 */
export function acceptClients(hostOf: () => EngineHost): ClientLinks {
  const links = new Map<WebContents, Link>();
  const watched = new WeakSet<WebContents>();

  ipcMain.on(CHANNEL, (event) => {
    const [channel, ...others] = event.ports;
    for (const other of others) other.close();
    if (channel === undefined) return;
    if (isPage(event)) connect(event.sender, channel);
    else {
      console.error('A frame that is not the page of Cairn asked to be connected, and was not.');
      channel.close();
    }
  });

  function connect(contents: WebContents, channel: MessagePortMain): void {
    const before = links.get(contents);
    if (before !== undefined) setTimeout(before.detach, LAST_WORDS).unref();
    const host = hostOf();
    const port = messagePort(channel);
    const client = host.attach((frame) => port.post(frame));
    const link: Link = {
      client: client.id,
      port,
      detach() {
        if (links.get(contents) === link) links.delete(contents);
        client.detach();
        port.close();
      },
    };
    links.set(contents, link);
    port.onMessage((message) => {
      // The same channel, so that a file is allowed before the page asks to open it.
      if (typeof message === 'string') host.allow(pathsOf(message));
      else if (message instanceof Uint8Array) client.receive(message);
    });
    port.onClose(() => link.detach());
    if (!watched.has(contents)) watch(contents);
  }

  /**
   * The page that was connected is gone when it crashes and when its window closes. A page that is loaded again says
   * its last words while the new one is on its way already, such as a layout that was just changed: its end is that
   * of its channel.
   */
  function watch(contents: WebContents): void {
    watched.add(contents);
    const leave = () => links.get(contents)?.detach();
    contents.on('render-process-gone', leave);
    contents.once('destroyed', leave);
  }

  return {
    contentsOf: (client) => [...links].find(([, link]) => link.client === client)?.[0],
    tell(contents, event, value) {
      const frame = writeFrame(FrameKind.event, 0, eventEnvelope(event, encode(value)));
      links.get(contents)?.port.post(frame);
    },
  };
}

/** Checked at the time of the message: a frame that has gone by then has no place to be checked. */
function isPage({ sender, senderFrame }: IpcMainEvent): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    isPageAddress(senderFrame.url) &&
    BrowserWindow.fromWebContents(sender) !== null
  );
}

function pathsOf(message: string): readonly string[] {
  const isPath = filePath.safeParse(message).success && isAbsolute(message) && !message.includes('\0');
  return isPath ? [message] : [];
}
