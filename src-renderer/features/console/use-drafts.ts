import { useState } from 'react';

/** What was typed into fields, as it was typed: `1.` is not `1` while it goes on. */
export function useDrafts(): {
  readonly get: (name: string) => string | undefined;
  readonly set: (name: string, text: string) => void;
} {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());
  return {
    get: (name) => drafts.get(name),
    set: (name, text) => setDrafts((before) => new Map(before).set(name, text)),
  };
}
