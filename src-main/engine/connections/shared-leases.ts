import type { Lease } from './lease.ts';

interface Shared {
  readonly lease: Promise<Lease>;
  users: number;
}

/** Leases that several users have at a time, counted. */
export class SharedLeases {
  readonly #byShape = new Map<string, Shared>();

  async lease(shape: string, begin: () => Promise<Lease>): Promise<Lease> {
    const shared = this.#byShape.get(shape) ?? { lease: begin(), users: 0 };
    this.#byShape.set(shape, shared);
    shared.users += 1;
    let isHeld = true;
    const leave = () => {
      if (!isHeld) return;
      isHeld = false;
      shared.users -= 1;
      if (shared.users === 0) this.#forget(shape, shared);
    };
    try {
      const lease = await shared.lease;
      // Its connection has ended meanwhile: whoever comes from now on needs another one.
      if (!lease.isOpen) {
        this.#forget(shape, shared);
        return await this.lease(shape, begin);
      }
      const release = () => {
        leave();
        if (shared.users === 0) lease.release();
      };
      return {
        connection: lease.connection,
        get isOpen() {
          return isHeld && lease.isOpen;
        },
        release,
        [Symbol.dispose]: release,
      };
    } catch (error) {
      this.#forget(shape, shared);
      throw error;
    }
  }

  #forget(shape: string, shared: Shared): void {
    if (this.#byShape.get(shape) === shared) this.#byShape.delete(shape);
  }
}
