import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createDB } from '../../src-main/engine/index.ts';
import { children, rootSpan, setValue } from '../../src-preload/contract/json-text/index.ts';
import { beginDraft, changeDraft } from '../../src-renderer/features/inspector/document/document-draft.ts';
import { placeProblems } from '../../src-renderer/features/inspector/document/place-problems.ts';
import { type EditsHere, editsHere } from '../app/edits-here.ts';
import { part } from '../harness/part.ts';
import { interleave, median } from '../harness/samples.ts';

const ROUNDS = 300;
const FIELDS = 200;
const COLLECTION = 'wide';

/** A key in the form of a large document: the change of its text, the look at its fields, the answer of its schema. */
export function validating() {
  return part({
    name: 'validating',
    measures: {
      key: {
        name: `from a key to the answer of the schema for a document of ${FIELDS} fields, without the pause and the drawing`,
        unit: 'ms',
        target: 50,
      },
    },
    async run(record) {
      const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-validating-'));
      let here: EditsHere | undefined;
      try {
        const path = join(folder, 'wide.sqlite');
        await makeFile(path);
        here = await editsHere(path, folder);
        const { check } = here;
        const names = Array.from({ length: FIELDS }, (_, index) => `field_${index}`);
        const json = JSON.stringify(
          Object.fromEntries(names.map((name) => [name, 'a value of some length'])),
        );
        let draft = beginDraft(json);
        const key = async (round: number) => {
          const name = names[round % FIELDS] ?? '';
          const typed = round % 2 === 0 ? '""' : JSON.stringify(`typed ${round}`);
          const started = performance.now();
          draft = changeDraft(draft, setValue(draft.text, [name], typed) ?? [], name);
          children(draft.text, rootSpan(draft.text));
          const found = await check(COLLECTION, draft.text);
          placeProblems(draft.text, []);
          const took = performance.now() - started;
          if (round % 2 === 0 && found === 0) throw new Error('the schema let an empty text pass');
          return took;
        };
        for (let round = 0; round < 20; round += 1) await key(round);
        const { key: samples } = await interleave(ROUNDS, { key: { run: key } });
        record('key', { measured: median(samples), runs: ROUNDS });
      } finally {
        await here?.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}

async function makeFile(path: string): Promise<void> {
  await using db = createDB({ filename: path });
  const shape = Object.fromEntries(
    Array.from({ length: FIELDS }, (_, index) => [`field_${index}`, z.string().min(1).max(100)]),
  );
  db.collection(COLLECTION, z.object(shape));
  await db.collection(COLLECTION).count();
}
