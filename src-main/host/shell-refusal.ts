import type { WireError } from '../../src-preload/contract/index.ts';

/** Thrown by a handler of the `shell` slice: the caller gets exactly this error, and nothing is printed. */
export class ShellRefusal extends Error {
  override readonly name = 'ShellRefusal';
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}
