import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { EditValue } from '../../../../src-preload/contract/edits.ts';
import type { CellTarget } from './cell-target.ts';
import type { EditContext } from './edit-context.ts';

const CHUNK = 1_048_576;
/** What a staged value may take. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** The whole value of a cell of the file that shows only its beginning; undefined where it is too large to be staged. */
export async function readCell(
  context: EditContext,
  { stored, shown }: CellTarget,
): Promise<EditValue | undefined> {
  if (stored === null) return undefined;
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (;;) {
    const { type, byteLength, bytes } = await context.client.rows.cell({
      view: context.view.view,
      key: [...stored.key],
      column: shown.column.name,
      offset,
      length: CHUNK,
    });
    if (byteLength > MOST_BYTES) return undefined;
    parts.push(bytes);
    offset += bytes.byteLength;
    if (offset < byteLength && bytes.byteLength > 0) continue;
    const whole = new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
    return type === 'text' ? textOf(whole) : whole;
  }
}

function textOf(bytes: Uint8Array<ArrayBuffer>): EditValue {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [CellTag.badText, bytes];
  }
}
