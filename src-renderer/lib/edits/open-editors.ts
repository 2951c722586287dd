/** Ends the edit that an editor is in, staging what was typed. */
type Finish = () => Promise<void> | void;

const open = new Set<Finish>();

/** Says that something is being typed; returns what takes it back. */
export function addOpenEditor(finish: Finish): () => void {
  open.add(finish);
  return () => open.delete(finish);
}

/** Ends all edits that are being typed, so that a commit takes them in. */
export async function finishOpenEditors(): Promise<void> {
  await Promise.all([...open].map((finish) => finish()));
}
