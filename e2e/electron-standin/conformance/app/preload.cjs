const { contextBridge, ipcRenderer, webUtils } = require('electron');

const modules = {};
for (const name of ['events', 'timers', 'url', 'node:fs', 'child_process']) {
  try {
    modules[name] = typeof require(name);
  } catch (error) {
    modules[name] = error.message;
  }
}

class Point {
  x = 1;
  length() {
    return this.x;
  }
}

contextBridge.exposeInMainWorld('probe', {
  modules,
  world: () => [typeof window.secretOfThePage, typeof require, process.type, process.sandboxed],
  kinds: {
    date: new Date(5),
    map: new Map([[1, { a: 2 }]]),
    bytes: new Uint8Array([1, 2]),
    big: 2n,
    point: new Point(),
  },
  nested: [{ add: (left, right) => left + right }],
  call: (callback) => callback(20) + 1,
  double: async (number) => {
    if (number < 0) throw Object.assign(new RangeError('negative'), { code: 'E_NEGATIVE' });
    return number * 2;
  },
  fail: () => {
    throw Object.assign(new TypeError('failed'), { code: 'E_FAILED' });
  },
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  pathOf: (file) => webUtils.getPathForFile(file),
  overPort: (value) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      ipcRenderer.postMessage('port', 'hello', [port2]);
      port1.postMessage(value);
    }),
});

ipcRenderer.on('port-to-page', ({ ports: [port] }) => {
  port.onmessage = ({ data }) => port.postMessage(`page heard ${data}`);
});
