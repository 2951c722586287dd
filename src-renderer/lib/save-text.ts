/** Gives a text to the user as a file: the shell or browser asks where to keep it, or puts it where downloads go. */
export function saveText(name: string, text: string): void {
  save(name, new Blob([text], { type: 'application/json' }));
}

/** Gives bytes to the user as a file. */
export function saveBytes(name: string, bytes: Uint8Array): void {
  save(name, new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
}

/** Gives what came in pieces to the user as a file. */
export function saveParts(name: string, parts: readonly (Blob | string)[], type: string): void {
  save(name, new Blob([...parts], { type }));
}

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // What was begun goes on; the address only has to be there at the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
