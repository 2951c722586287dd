/** What a drop holds: paths where the shell or the browser tells them, else only the names of the files. */
export interface Dropped {
  readonly paths: readonly string[];
  readonly names: readonly string[];
}

/**
 * Reads a drop. Browsers hide where files lie; file managers and editors often give a list of addresses besides.
 *
 * @param pathOf what the shell says of a file; null where it says nothing.
 */
export function readDrop(
  data: Pick<DataTransfer, 'getData' | 'files'>,
  pathOf: (file: File) => string | null,
): Dropped {
  const files = [...data.files];
  const told = files.map(pathOf).filter((path) => path !== null);
  if (told.length > 0) return { paths: told, names: [] };
  const list = data.getData('text/uri-list') || data.getData('text/plain');
  return { paths: pathsOfUriList(list), names: files.map((file) => file.name) };
}

/** Paths of the `file:` addresses (or absolute paths) in a list, one a line; comments and others are left out. */
export function pathsOfUriList(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .flatMap((line) => {
      if (line.startsWith('/')) return [line];
      if (!line.startsWith('file:')) return [];
      try {
        const path = decodeURIComponent(new URL(line).pathname);
        return [/^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path];
      } catch {
        return [];
      }
    });
}
