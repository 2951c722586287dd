import { BridgeError } from '../bridge-error.ts';

/** Milliseconds for which the rest of a result may be left waiting. */
const MOST_IDLE = 60_000;

/**
 * The chunks of a statement, which is ended where the next one is not asked for in time: an open read keeps the WAL of the
 * file from being cleaned up, for everybody. Who asks later gets RESULT_CLOSED.
 */
export async function* whilePulled<T>(
  chunks: AsyncGenerator<T, void, void>,
  mostIdle = MOST_IDLE,
): AsyncGenerator<T, void, void> {
  let isClosed = false;
  const close = () => {
    isClosed = true;
    void chunks.return().catch(() => undefined);
  };
  try {
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
      const timer = setTimeout(close, mostIdle).unref();
      try {
        yield step.value;
      } finally {
        clearTimeout(timer);
      }
      if (isClosed) throw resultClosed(mostIdle);
    }
  } finally {
    await chunks.return();
  }
}

function resultClosed(mostIdle: number): BridgeError {
  return new BridgeError(
    'RESULT_CLOSED',
    `The rest of this result was not asked for within ${Math.round(mostIdle / 1000)} s, so its statement was ended. The rows that are there stay.`,
    { hint: 'Run the statement again to see the other rows.' },
  );
}
