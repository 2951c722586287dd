type Facts = Map<string, Promise<unknown>>;

/** What is remembered of a file as long as its schema is unchanged: of the committed one, and of that of an open transaction. */
export class SchemaCache {
  readonly #committed: Facts = new Map();
  #own: { readonly schema: number; readonly facts: Facts } = { schema: 0, facts: new Map() };

  /** `schema`: 0 is the committed one. Failures are not remembered. Whoever uses a key gives it one type. */
  get<T>(schema: number, key: string, make: () => Promise<T>): Promise<T> {
    const facts = this.#factsOf(schema);
    const known = facts.get(key);
    // As above.
    if (known !== undefined) return known as Promise<T>;
    const made = make();
    facts.set(key, made);
    made.catch(() => {
      if (facts.get(key) === made) facts.delete(key);
    });
    return made;
  }

  /** The committed schema is another one. */
  clear(): void {
    this.#committed.clear();
  }

  #factsOf(schema: number): Facts {
    if (schema === 0) return this.#committed;
    if (this.#own.schema !== schema) this.#own = { schema, facts: new Map() };
    return this.#own.facts;
  }
}
