import { createCloneText } from './structured-clone-text.ts';

const text = createCloneText(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (base64) => new Uint8Array(Buffer.from(base64, 'base64')),
);

/** Clones as Electron does on its way between processes; its error is Electron's, too. */
export function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
}

/** A value as text for a page. */
export function cloneToText(value: unknown): string {
  return text.write(cloned(value));
}

/** A value that a page sent as text. */
export function cloneFromText(value: string): unknown {
  return text.read(value);
}
