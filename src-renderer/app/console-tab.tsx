import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { EditRow } from '../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { ConsoleInfo } from '../../src-preload/contract/queries.ts';
import type { ConsoleSlots, ConsoleTools } from '../features/console/console-slots.ts';
import { ConsoleView } from '../features/console/console-view.tsx';
import { NameDialog } from '../features/console/name-dialog.tsx';
import { useDryRun } from '../features/transactions/use-dry-run.tsx';
import { useTransactionSlot } from '../features/transactions/use-transaction-slot.tsx';
import { usePaneWish } from '../lib/transactions/pane-wish.ts';
import { useFileTransaction } from '../lib/transactions/use-transactions.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { MenuEntry } from '../ui/menu-entry.ts';
import { showToast } from '../ui/toasts.ts';
import type { Status } from './status.ts';
import type { ConsoleTab as ConsoleTabState } from './tab.ts';
import type { Consoles } from './use-consoles.ts';
import type { ShowRow } from './use-staged-pages.ts';

export interface ConsoleTabProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly files: readonly OpenFileInfo[];
  readonly tab: ConsoleTabState;
  readonly consoles: Consoles;
  readonly onShowRow: ShowRow;
  readonly onStatus: (id: string, status: Status) => void;
}

/** The tab of a console: the console with what belongs to transactions in its slots. */
export function ConsoleTab(props: ConsoleTabProps) {
  const { client, file, files, tab, consoles, onStatus } = props;
  const tools = useRef<ConsoleTools | null>(null);
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null);
  const status = useCallback((value: Status) => onStatus(tab.id, value), [onStatus, tab.id]);
  const known = useKnownConsoles(client, file.id, consoles, tab.name);
  const slots = useSlots(props, tools);
  usePaneWish(tab.console, () => tools.current?.showPane('timeline'));
  const { state } = useFileTransaction(client, file.id);
  const askToRemove = () => {
    if (state?.isMine === true && state.console === tab.console) {
      showToast({
        kind: 'info',
        title: `${tab.name} has a transaction open`,
        description: 'Commit it or roll it back first.',
      });
    } else setAsked('remove');
  };
  const entries: readonly MenuEntry[] = [
    { kind: 'heading', label: `Consoles of ${file.name}` },
    ...known.map((info) => ({
      label: info.name,
      isDisabled: info.console === tab.console,
      onSelect: () => consoles.open(file.id, info),
    })),
    { label: 'New console', onSelect: () => consoles.create(file.id) },
    { kind: 'separator' },
    { label: 'Rename this one…', onSelect: () => setAsked('rename') },
    { label: 'Remove this one…', isDanger: true, onSelect: askToRemove },
    ...(files.length > 1
      ? [{ kind: 'separator' as const }, { kind: 'heading' as const, label: 'New console on' }]
      : []),
    ...files
      .filter(({ id }) => id !== file.id)
      .map(({ id, name }) => ({ label: name, onSelect: () => consoles.create(id) })),
  ];
  return (
    <>
      <ConsoleView
        client={client}
        file={file}
        console={tab.console}
        name={tab.name}
        slots={slots}
        toolsRef={tools}
        placeEntries={entries}
        onRename={() => setAsked('rename')}
        onRemove={askToRemove}
        onStatus={status}
      />
      {asked === 'rename' && (
        <NameDialog
          title="Rename the console"
          label="Name of the console"
          action="Rename"
          name={tab.name}
          onClose={() => setAsked(null)}
          onName={(name) => {
            setAsked(null);
            consoles.rename(tab, name);
          }}
        />
      )}
      {asked === 'remove' && (
        <Dialog
          isOpen
          onClose={() => setAsked(null)}
          title={`Remove ${tab.name}?`}
          description="Its text is forgotten. What was run stays in the history of the file."
          footer={
            <>
              <Button onClick={() => setAsked(null)}>Cancel</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setAsked(null);
                  consoles.remove(tab);
                }}
              >
                Remove
              </Button>
            </>
          }
        />
      )}
    </>
  );
}

/** The consoles that the file has, for the menu that opens them. */
function useKnownConsoles(client: Client, file: string, all: Consoles, name: string): readonly ConsoleInfo[] {
  const [known, setKnown] = useState<readonly ConsoleInfo[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when one is opened, closed or renamed.
  useEffect(() => {
    const controller = new AbortController();
    client.queries.consoles({ file }, { signal: controller.signal }).then(
      ({ consoles }) => setKnown(consoles),
      () => null,
    );
    return () => controller.abort();
  }, [client, file, all, name]);
  return known;
}

type Tools = RefObject<ConsoleTools | null>;

/** What transactions and dry runs put into the console. */
function useSlots({ client, file, tab, onShowRow }: ConsoleTabProps, tools: Tools): ConsoleSlots {
  const showChanges = useCallback(() => tools.current?.showTab('changes'), [tools]);
  const close = useCallback(() => tools.current?.showPane(null), [tools]);
  const goTo = useCallback((offset: number) => tools.current?.goTo(offset), [tools]);
  const begin = useCallback(() => {
    tools.current?.showPane('timeline');
    tools.current?.runScript('begin');
  }, [tools]);
  const showRow = useCallback(
    (object: string, row: EditRow) => onShowRow(file.id, object, row),
    [onShowRow, file.id],
  );
  const transaction = useTransactionSlot({
    client,
    file,
    console: tab.console,
    onShowRow: showRow,
    onShowChanges: showChanges,
    onClose: close,
  });
  const dryRun = useDryRun({
    client,
    file,
    onAgain: () => {
      const script = tools.current?.script();
      if (script !== undefined) dryRun.run(script);
    },
    onBegin: begin,
    onGoTo: goTo,
    onShowRow: showRow,
    onClose: close,
  });
  // The status bar has a flag of its own for it.
  return { transaction: { ...transaction, status: null }, dryRun };
}
