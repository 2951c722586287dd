/** One change of one file that must not pass unseen. */
export interface SeededFault {
  /** In a few words, as the report prints it. */
  readonly name: string;
  /** Path from the root of the repository. */
  readonly file: string;
  /** Must occur exactly once in the file, so that a fault that no longer applies is noticed. */
  readonly from: string;
  readonly to: string;
}
