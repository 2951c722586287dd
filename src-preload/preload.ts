import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { createFrameBridge } from './frame-bridge.ts';

/*
 * The bridge of the desktop shell: one message channel to Electron's main process, which checks who sent it. Runs
 * sandboxed, before the page and in a world of its own; the page gets functions, promises and bytes.
 */
const { port1: port, port2: end } = new MessageChannel();
const frames = createFrameBridge(
  (frame) => port.postMessage(frame),
  (file) => {
    // Empty for what lies on no disk, so that a page cannot name a path by making a file.
    const path = webUtils.getPathForFile(file);
    if (path === '') return null;
    port.postMessage(path);
    return path;
  },
);
port.onmessage = ({ data }) => frames.receive(data as Uint8Array);
ipcRenderer.postMessage('cairn', null, [end]);
contextBridge.exposeInMainWorld('cairn', frames.bridge);
