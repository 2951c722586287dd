import type { ExportInput } from '../../operations/query/statement-export.ts';
import { kindOf, refusalOf } from '../../operations/query/statement-kind.ts';
import { Encoded, type Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { OpenTransactions } from '../transactions/open-transactions.ts';
import { exportWrites, isGuardRefusal, isWriteRefusal, queryRefused } from './query-errors.ts';
import { readStatement } from './read-statement.ts';
import { whilePulled } from './while-pulled.ts';

/** What exporting needs. */
export interface ExportParts {
  readonly openFiles: { get(id: string): OpenFile };
  readonly transactions: OpenTransactions;
}

/** `queries.export`: what a read gives, in the open transaction of its client where there is one. */
export function createExport({ openFiles, transactions }: ExportParts): Pick<Handlers<'queries'>, 'export'> {
  return {
    async *export({ file: id, ...input }, { client, signal }) {
      const file = openFiles.get(id);
      const open = transactions.of(id);
      const own = open?.client === client ? open : undefined;
      const kind = kindOf(input.sql);
      const refusal = refusalOf(kind, own !== undefined);
      if (refusal !== null) throw queryRefused(refusal);
      if (kind.kind === 'transaction' || kind.kind === 'vacuum') throw exportWrites();
      const exported: ExportInput = input;
      const pieces =
        own === undefined
          ? readStatement(file, 'exportStatement', exported, signal)
          : own.run(
              input.sql,
              (connection) => connection.callStream('exportStatement', exported, { signal }),
              {
                signal,
              },
            );
      try {
        for await (const bytes of whilePulled(pieces)) yield new Encoded(bytes as Uint8Array); // What the operation yields.
      } catch (error) {
        if (isWriteRefusal(error) || isGuardRefusal(error)) throw exportWrites();
        throw error;
      }
    },
  };
}
