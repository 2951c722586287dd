/** A call as a client knows it. */
export interface ClientCall {
  readonly client: number;
  readonly callId: number;
}

const LAST_ID = 0xffff_ffff;

/** Calls that the engine owes an answer: every client numbers its own, the engine sees one row of numbers. */
export class CallTable {
  readonly #calls = new Map<number, ClientCall>();
  readonly #ids = new Map<number, Map<number, number>>();
  #lastId = 0;

  /** Gives the call a number of its own; undefined when the client uses this id already. */
  add(client: number, callId: number): number | undefined {
    const ids = this.#ids.get(client) ?? new Map<number, number>();
    if (ids.has(callId)) return undefined;
    const id = this.#nextId();
    this.#ids.set(client, ids.set(callId, id));
    this.#calls.set(id, { client, callId });
    return id;
  }

  /** The number that a client's call has. */
  idOf(client: number, callId: number): number | undefined {
    return this.#ids.get(client)?.get(callId);
  }

  /** Whose call a number is. */
  get(id: number): ClientCall | undefined {
    return this.#calls.get(id);
  }

  /** The call is answered. */
  remove(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    this.#ids.get(call.client)?.delete(call.callId);
  }

  /** Nobody waits for the answers to this client any more. */
  removeClient(client: number): void {
    for (const id of this.#ids.get(client)?.values() ?? []) this.#calls.delete(id);
    this.#ids.delete(client);
  }

  /** Empties the table and gives what was in it. */
  takeAll(): readonly ClientCall[] {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    this.#ids.clear();
    return calls;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId >= LAST_ID ? 1 : this.#lastId + 1;
    while (this.#calls.has(this.#lastId));
    return this.#lastId;
  }
}
