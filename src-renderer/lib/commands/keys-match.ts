import { splitKeys } from '../split-keys.ts';

/** Whether a command is found by a part of its name, or by its keys as they are shown or written. */
export function keysMatch(
  { label, keys }: { readonly label: string; readonly keys: readonly string[] },
  text: string,
): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' || label.toLowerCase().includes(wanted)) return true;
  const plain = (words: string) => words.toLowerCase().replaceAll(/[\s+]+/g, ' ');
  return keys.some(
    (chord) =>
      plain(chord).includes(plain(wanted)) || plain(splitKeys(chord).join(' ')).includes(plain(wanted)),
  );
}
