/**
 * The values of a stream as long as each comes in time. When one does not, `onSilence` is called, which is to end the
 * work, and the stream ends without an error.
 */
export async function* withinSilence<T>(
  values: AsyncIterable<T>,
  milliseconds: number,
  onSilence: () => void,
): AsyncGenerator<T, void, void> {
  const iterator = values[Symbol.asyncIterator]();
  let isSilent = false;
  try {
    for (;;) {
      const timer = setTimeout(() => {
        isSilent = true;
        onSilence();
      }, milliseconds);
      let next: IteratorResult<T>;
      try {
        next = await iterator.next();
      } finally {
        clearTimeout(timer);
      }
      if (next.done === true || isSilent) return;
      yield next.value;
    }
  } catch (error) {
    if (!isSilent) throw error;
  } finally {
    if (!isSilent) await iterator.return?.();
  }
}
