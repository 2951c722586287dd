/** Resolves when the text has left, so that the process may end at once. */
export function printText(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
