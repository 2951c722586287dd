/** One way to complete a path. */
export interface PathMatch {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/** The path with a match taken in: folders end with a separator, so that typing goes on inside them. */
export function acceptMatch(match: PathMatch): string {
  const separator = match.path.includes('\\') ? '\\' : '/';
  return match.isFolder && !match.path.endsWith(separator) ? match.path + separator : match.path;
}

/** The match whose rest is shown behind what was typed: the marked one, else the only one. */
export function suggestion(matches: readonly PathMatch[], marked: number): PathMatch | undefined {
  return marked >= 0 ? matches[marked] : matches.length === 1 ? matches[0] : undefined;
}

/** The allowed folders that a path above them leads to. */
export function rootMatches(
  roots: readonly { readonly path: string; readonly display: string }[],
  typed: string,
): readonly PathMatch[] {
  const wanted = typed.toLowerCase();
  return roots
    .filter(({ path, display }) => [path, display].some((text) => text.toLowerCase().startsWith(wanted)))
    .map(({ path, display }) => ({ name: display, path, isFolder: true }));
}
