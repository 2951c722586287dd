import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { SpaceKind } from '../../../src-preload/contract/preferences.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { toFailure } from '../../lib/failure.ts';
import type { ShellInfo } from '../../lib/use-shell-info.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './data-card.module.css';

export interface DataCardProps {
  readonly client: Client;
  readonly info: ShellInfo | null;
}

const KINDS: readonly { readonly kind: SpaceKind; readonly label: string }[] = [
  { kind: 'settings', label: 'Settings, layouts, recent files' },
  { kind: 'edits', label: 'Staged edits and drafts' },
  { kind: 'history', label: 'Commits kept for undo' },
  { kind: 'sample', label: 'The sample' },
  { kind: 'cache', label: 'Sort and filter cache' },
  { kind: 'copies', label: 'Private copies of files' },
  { kind: 'other', label: 'Other files' },
];

type Space = ReadonlyMap<SpaceKind, number>;

/** Where the app keeps its own files, and what they take. */
export function DataCard({ client, info }: DataCardProps) {
  const [space, setSpace] = useState<Space | null>(null);
  const read = useCallback(
    (signal?: AbortSignal) =>
      client.preferences.space({}, signal === undefined ? {} : { signal }).then(
        ({ kinds }) => setSpace(new Map(kinds.map(({ kind, bytes }) => [kind, bytes]))),
        () => null,
      ),
    [client],
  );
  useEffect(() => {
    const controller = new AbortController();
    void read(controller.signal);
    return () => controller.abort();
  }, [read]);
  const most = Math.max(1, ...(space?.values() ?? []));
  async function empty(): Promise<void> {
    try {
      const { bytes } = await client.preferences.emptyCache({});
      showToast({
        title: bytes === 0 ? 'Nothing to remove' : `${formatByteSize(bytes)} removed`,
        description: 'What open tables and files use stays until they are closed.',
      });
    } catch (error) {
      showToast({ kind: 'error', title: toFailure(error).message });
    }
    await read();
  }
  const reveal = (path: string) => () =>
    void client.shell
      .reveal({ path })
      .catch((error: unknown) => showToast({ kind: 'error', title: toFailure(error).message }));
  return (
    <Card title="Data folder">
      {info !== null && (
        <dl className={styles.paths}>
          {(
            [
              ['Kept', info.folders.data],
              ['Can be made again', info.folders.cache],
            ] as const
          ).map(([label, path]) => (
            <div key={label} className={styles.path}>
              <dt>{label}</dt>
              <dd>
                <code>{path}</code>
                {info.capabilities.revealInFolder && (
                  <Button size="small" variant="ghost" onClick={reveal(path)}>
                    Show in folder
                  </Button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <table className={styles.table}>
        <caption className={styles.hidden}>Sizes by kind</caption>
        <tbody>
          {KINDS.map(({ kind, label }) => {
            const bytes = space?.get(kind);
            return (
              <tr key={kind}>
                <th scope="row">{label}</th>
                <td>
                  <svg
                    className={styles.meter}
                    aria-hidden="true"
                    preserveAspectRatio="none"
                    viewBox="0 0 100 8"
                  >
                    <rect width={((bytes ?? 0) / most) * 100} height={8} />
                  </svg>
                </td>
                <td className={styles.size}>{bytes === undefined ? '' : formatByteSize(bytes)}</td>
                <td className={styles.action}>
                  {kind === 'cache' && (
                    <Button
                      size="small"
                      variant="ghost"
                      aria-label="Empty the cache"
                      onClick={() => void empty()}
                    >
                      Empty
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
