/**
 * The listening half of every port: keeps order, keeps messages that arrive before anybody listens, and tells
 * the end exactly once.
 */
export class PortListeners {
  readonly #messageListeners = new Set<(message: unknown) => void>();
  readonly #closeListeners = new Set<() => void>();
  #waiting: unknown[] = [];
  #isDraining = false;
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Hands a message to the listeners, or keeps it until there is one. */
  deliver(message: unknown): void {
    if (this.#isClosed) return;
    if (this.#messageListeners.size === 0 || this.#isDraining) this.#waiting.push(message);
    else this.#tell(message);
  }

  /**
   * Ends the port; what arrived before and was heard by nobody yet is still kept for the first listener.
   * Listeners run in a later microtask, so never inside the event that reported the end.
   */
  close(): void {
    if (this.#isClosed) return;
    queueMicrotask(() => {
      if (this.#isClosed) return;
      if (this.#isDraining) this.#drain();
      this.#isClosed = true;
      const listeners = [...this.#closeListeners];
      this.#closeListeners.clear();
      for (const listener of listeners) listener();
    });
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.#messageListeners.add(listener);
    if (this.#waiting.length > 0 && !this.#isDraining) {
      this.#isDraining = true;
      queueMicrotask(() => this.#drain());
    }
    return () => this.#messageListeners.delete(listener);
  }

  onClose(listener: () => void): () => void {
    if (this.#isClosed) {
      queueMicrotask(listener);
      return () => {};
    }
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  #drain(): void {
    this.#isDraining = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) this.#tell(message);
  }

  #tell(message: unknown): void {
    for (const listener of this.#messageListeners) listener(message);
  }
}
