import { hasErrorCode } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import { BridgeError } from '../bridge-error.ts';
import type { OpenFile } from '../open-file.ts';

/** How often a read is begun again because the file was changed before its first piece was there. */
const MOST_ATTEMPTS = 4;
const HOLDER = 'statement of a console';

/**
 * Streams of an operation on a connection for user SQL, which can only read. Until its first piece is there, a lock of
 * another program is waited for, and a file that was changed under a read without locks is read again. `holder` is who is shown to have the connection; `onLease` is told
 * when it has one.
 */
export async function* readStatement(
  file: OpenFile,
  operation: string,
  input: unknown,
  signal: AbortSignal,
  holder = HOLDER,
  onLease: () => void = () => {},
): AsyncGenerator<unknown, void, void> {
  const work = (connection: Connection) => {
    onLease();
    return connection.callStream(operation, input, { signal });
  };
  for (let attempt = 1; ; attempt += 1) {
    let isBegun = false;
    try {
      for await (const piece of file.useStream('worker', { holder, signal, isForUserSql: true }, work)) {
        isBegun = true;
        yield piece;
      }
      return;
    } catch (error) {
      if (isBegun || signal.aborted || attempt === MOST_ATTEMPTS) throw error;
      if (hasErrorCode(error, 'BUSY')) await untilFree(file, signal, holder);
      else if (!(error instanceof BridgeError) || error.code !== 'FILE_REPLACED') throw error;
    }
  }
}

/** A plain read, which tells everybody that it waits, and in the end who is in the way. */
async function untilFree(file: OpenFile, signal: AbortSignal, holder: string): Promise<void> {
  await file.use('reader', { holder, signal }, (connection) =>
    connection.query('SELECT count(*) FROM sqlite_schema', [], { signal }),
  );
}
