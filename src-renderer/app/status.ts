/** What a tab says in the status bar. */
export interface Status {
  readonly left: readonly string[];
  readonly right?: readonly string[];
}
