/**
 * What crosses between a client (renderer), the shell and the engine: `[kind: u8][call id: u32 LE][payload]`.
 * Shells read the five bytes of the header and relay the payload unread.
 */
export const FrameKind = {
  /** Client to engine: payload `{method, input}`. */
  call: 1,
  /** Client to engine or shell: stop this call. No payload. */
  cancel: 2,
  /** Client to engine: give the next chunk of this stream. No payload. */
  pull: 3,
  /** Engine or shell to client: the last frame of a call, payload `Reply`. */
  reply: 4,
  /** Engine to client: one chunk of a stream, payload the chunk; the next one comes after a pull. */
  chunk: 5,
  /** Engine or shell to clients: call id 0, payload `{event, value}`. */
  event: 6,
  /** Client to shell: like `call`, for methods of the `shell` slice, which the shell answers itself. */
  shellCall: 7,
} as const;

export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export interface Frame {
  readonly kind: FrameKind;
  readonly callId: number;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 5;
const EMPTY = new Uint8Array(0);
const KINDS: ReadonlySet<number> = new Set(Object.values(FrameKind));

/** Builds the bytes of a frame. `callId` is 0 to 4,294,967,295. */
export function writeFrame(
  kind: FrameKind,
  callId: number,
  payload: Uint8Array = EMPTY,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + payload.byteLength);
  bytes[0] = kind;
  new DataView(bytes.buffer).setUint32(1, callId, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** Reads a frame without copying its payload; undefined when the bytes are not a frame. */
export function readFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.byteLength < HEADER_BYTES) return undefined;
  const kind = bytes[0];
  if (kind === undefined || !KINDS.has(kind)) return undefined;
  const callId = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES).getUint32(1, true);
  return { kind: kind as FrameKind, callId, payload: bytes.subarray(HEADER_BYTES) };
}
