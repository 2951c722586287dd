/** What the page itself tells of its start. Runs inside the page before its scripts: nothing from outside is used. */

/** Moments in milliseconds since 1970. */
export interface StartMarks {
  /** The page is asked for. */
  readonly navigation: number;
  /** Its first call to the engine. */
  readonly firstCall: number;
  /** The first answer of the engine: it is ready. */
  readonly firstReply: number;
  readonly openCall: number;
  readonly openReply: number;
  /** The frame after the one in which rows stood in the grid. */
  readonly rowsPainted: number;
}

declare global {
  interface Window {
    benchMarks?: Partial<Record<keyof StartMarks, number>>;
  }
}

/**
 * Notes the moments of a start: calls and answers as they pass the WebSocket (byte 0 of a frame is its kind, 1 to 4
 * the id of the call, see `contract/frame.ts`), and the first frame with rows.
 */
export function noteStart(): void {
  const marks: Partial<Record<keyof StartMarks, number>> = { navigation: performance.timeOrigin };
  window.benchMarks = marks;
  const now = () => performance.timeOrigin + performance.now();
  const calls = new Map<number, string>();
  const idOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(1, true);
  const text = new TextDecoder();
  const heard = new WeakSet<WebSocket>();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (data instanceof Uint8Array) {
      const method = /files\.(?:opened|open)\b/.exec(text.decode(data.subarray(5, 80)))?.[0];
      if (method === 'files.open') marks.openCall ??= now();
      if (method === 'files.opened') marks.firstCall ??= now();
      if (method !== undefined) calls.set(idOf(data), method);
    }
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener('message', ({ data: reply }) => {
        if (!(reply instanceof ArrayBuffer)) return;
        const method = calls.get(idOf(new Uint8Array(reply)));
        if (method === 'files.opened') marks.firstReply ??= now();
        if (method === 'files.open') marks.openReply ??= now();
      });
    }
    send.call(this, data as Uint8Array<ArrayBuffer>);
  };
  const look = () => {
    const cell = document.querySelector('[data-row="0"] [role="gridcell"]');
    const hasRows = cell !== null && cell.getAttribute('aria-label') !== 'loading' && cell.textContent !== '';
    if (!hasRows) requestAnimationFrame(look);
    // Rows that are there when a frame begins were painted with the one before.
    else
      requestAnimationFrame(() => {
        marks.rowsPainted ??= now();
      });
  };
  requestAnimationFrame(look);
}
