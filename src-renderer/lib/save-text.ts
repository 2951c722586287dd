/** Gives a text to the user as a file: the shell or browser asks where to keep it, or puts it where downloads go. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // What was begun goes on; the address only has to be there at the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
