/** Why a statement failed, and what that did: nothing. */
export function failureWords(error: string): string {
  const sentence = /[.!?]$/.test(error) ? error : `${error}.`;
  return `${sentence} Nothing changed.`;
}

/** A name for the next savepoint that none of the others has. */
export function nextSavepointName(names: readonly (string | null)[]): string {
  const taken = new Set(names);
  for (let number = 1; ; number += 1) {
    const name = `savepoint ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** By what a table was changed that no statement names. */
export function byWords(byTrigger: string): string {
  return byTrigger === 'foreign key' ? 'by a foreign key' : `by the trigger ${byTrigger}`;
}
