import { encode, type WireError } from '../../src-preload/contract/index.ts';

/** A reply that carries an error, encoded. */
export function errorReply(error: WireError): Uint8Array {
  return encode({ ok: false, error });
}

/** What a call in flight is told when its engine has gone. */
export function engineGone(): WireError {
  return {
    code: 'ENGINE_GONE',
    message: 'The engine of Cairn ended in the middle of this call and is being started again.',
    hint: 'What was only read can be asked again. After a change, read again to see whether it was made.',
  };
}

/** What a call is told that comes while no engine runs and none is being started. */
export function engineDown(): WireError {
  return {
    code: 'ENGINE_GONE',
    message: 'The engine of Cairn does not run, because it ended again and again; nothing was run.',
    hint: 'Restart the engine to try once more. What Cairn printed where it was started tells more.',
  };
}
