import { createFiles } from '../../files/index.ts';
import { makeDatabase } from '../../files/testing/make-file.ts';
import { makeOpenBase } from '../../files/testing/open-base.ts';
import type { TemporaryFolder } from '../../files/testing/temporary-folder.ts';
import { type CallContext, Encoded } from '../../handlers.ts';
import { createStats } from '../index.ts';

/** An answer as the page gets it. */
export function plain<T>(value: T | Encoded): T {
  if (value instanceof Encoded) throw new Error('It was encoded.');
  return value;
}

/** An open file over real connection processes, and the figures of its pool. */
export async function openPool(folder: TemporaryFolder, content = 'CREATE TABLE t (a)') {
  const opened = await makeOpenBase(folder.at('run'));
  const services = { ...opened.base, openFiles: opened.openFiles };
  const context: CallContext = { client: 1, signal: new AbortController().signal };
  const path = makeDatabase(folder.at('a.db'), content);
  await createFiles(services).open({ path }, context);
  const [file] = opened.openFiles.all();
  if (file === undefined) throw new Error('It was not opened.');
  const stats = createStats(services);
  const pool = async () => plain(await stats.pool({ file: file.info.id }, context));
  const history = async (after?: { readonly sample: number; readonly event: number }) =>
    plain(await stats.poolHistory({ file: file.info.id, ...(after && { after }) }, context));
  const events = async () =>
    (await history()).events.map(({ kind, message, connection }) => ({ kind, message, connection }));
  return { opened, services, path, file, stats, context, pool, history, events };
}
