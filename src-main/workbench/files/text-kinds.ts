const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * What kind of text the head of a file is, with its article; undefined if it is not text. `isWhole` says that the
 * file ends where the head ends.
 */
export function textKind(head: Uint8Array, isWhole: boolean): string | undefined {
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) return 'a UTF-16 text file';
  const text = decodeHead(head, isWhole);
  if (text === undefined || hasControlCharacter(text)) return undefined;
  const start = text.replace(/^\u{feff}/u, '').trimStart();
  if (/^<!doctype html|^<html/iu.test(start)) return 'an HTML page';
  if (start.startsWith('<?xml')) return 'an XML document';
  if (/^[[{]/u.test(start)) return isJsonLines(start) ? 'a file of JSON lines' : 'a JSON document';
  if (/^(?:--|\/\*|PRAGMA|BEGIN|CREATE|INSERT|DROP|SET)\b/iu.test(start) || start.startsWith('--')) {
    return 'an SQL script';
  }
  return delimitedKind(start) ?? 'a text file';
}

function startsWith(head: Uint8Array, first: number, second: number): boolean {
  return head[0] === first && head[1] === second;
}

/** The head may end inside a character: up to three bytes of it are given up. */
function decodeHead(head: Uint8Array, isWhole: boolean): string | undefined {
  for (let cut = 0; cut <= (isWhole ? 0 : 3); cut += 1) {
    try {
      return decoder.decode(head.subarray(0, head.byteLength - cut));
    } catch {
      // Not valid to here; a shorter head may be.
    }
  }
  return undefined;
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 27) return true;
  }
  return false;
}

function isJsonLines(text: string): boolean {
  const [first, second] = text.split('\n', 2);
  try {
    return JSON.parse(first ?? '') !== null && second?.trimStart().startsWith('{') === true;
  } catch {
    return false;
  }
}

function delimitedKind(text: string): string | undefined {
  const lines = text.split(/\r?\n/u).slice(0, 3);
  for (const [mark, what] of [
    ['\t', 'a file of tab-separated values'],
    [',', 'a CSV file'],
    [';', 'a CSV file with semicolons'],
  ] as const) {
    const counts = lines.filter((line) => line !== '').map((line) => line.split(mark).length);
    const first = counts[0] ?? 1;
    if (first > 1 && counts.length > 1 && counts.every((each) => each >= first - 1 && each > 1)) return what;
  }
  return undefined;
}
