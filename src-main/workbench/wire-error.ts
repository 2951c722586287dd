import type { WireError } from '../../src-preload/contract/index.ts';
import { DatabaseError, type ErrorCode, OperationError } from '../engine/index.ts';
import { BridgeError } from './bridge-error.ts';

/** Their messages are those of some exception, which may name Cairn's own code. */
const UNEXPECTED: ReadonlySet<ErrorCode> = new Set(['INTERNAL', 'OPERATION_FAILED']);

/**
 * What crosses the bridge for anything that a handler threw. An unexpected failure becomes INTERNAL with a plain
 * message, and is told in full to `report`, never to the caller.
 */
export function toWireError(error: unknown, report: (error: unknown) => void): WireError {
  if (error instanceof BridgeError) return error.toWire();
  if (error instanceof OperationError) {
    const { code, message, details } = error;
    return { code, message, ...(details === undefined ? {} : { details }) };
  }
  if (error instanceof DatabaseError && !UNEXPECTED.has(error.code)) {
    return { code: error.code, message: error.message };
  }
  report(error);
  return internalError();
}

export function internalError(): WireError {
  return {
    code: 'INTERNAL',
    message: 'Cairn itself made a mistake while answering. Nothing in the file was changed by this.',
    hint: 'Try again. If it happens again, restart the engine; what Cairn printed when it failed tells more.',
  };
}
