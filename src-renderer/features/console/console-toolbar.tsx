import {
  ChartNoAxesGantt,
  Clock,
  Ellipsis,
  FlaskConical,
  PanelRight,
  Play,
  Square,
  WandSparkles,
} from 'lucide-react';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { SelectButton } from '../../ui/select-button.tsx';
import styles from './console-view.module.css';

export interface ConsoleToolbarProps {
  readonly fileName: string;
  /** Other consoles and files. */
  readonly placeEntries: readonly MenuEntry[];
  readonly limit: number;
  readonly isRunning: boolean;
  readonly isPaneOpen: boolean;
  readonly isHistoryShown: boolean;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onDryRun: () => void;
  readonly onExplain: () => void;
  readonly onFormat: () => void;
  readonly onLimit: (limit: number) => void;
  readonly onHistory: () => void;
  readonly onPane: () => void;
}

const LIMITS = [100, 1000, 10_000, 100_000, 1_000_000];

/** What is done with the text of a console. */
export function ConsoleToolbar(props: ConsoleToolbarProps) {
  const keys = useCommandKeys();
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const limits = LIMITS.includes(props.limit) ? LIMITS : [...LIMITS, props.limit].sort((a, b) => a - b);
  const more: readonly MenuEntry[] = [
    {
      label: 'Explain',
      icon: <ChartNoAxesGantt />,
      keys: keys('console.explain'),
      onSelect: props.onExplain,
    },
    { label: 'Format', icon: <WandSparkles />, onSelect: props.onFormat },
    { label: 'History', icon: <Clock />, keys: keys('console.history'), onSelect: props.onHistory },
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label="Console" data-region="toolbar">
      {props.isRunning ? (
        <Button variant="primary" icon={<Square />} keys="Esc" onClick={props.onStop}>
          Stop
        </Button>
      ) : (
        <Button variant="primary" icon={<Play />} keys={keys('console.run')} onClick={props.onRun}>
          Run
        </Button>
      )}
      {isNarrow ? (
        <IconButton label="Dry run" keys={keys('transaction.dryRun')} onClick={props.onDryRun}>
          <FlaskConical />
        </IconButton>
      ) : (
        <>
          <Button keys={undefined} title={keys('transaction.dryRun')} onClick={props.onDryRun}>
            Dry run
          </Button>
          <Button title={keys('console.explain')} onClick={props.onExplain}>
            Explain
          </Button>
          <span className={styles.rule} />
        </>
      )}
      <Menu
        trigger={
          <SelectButton lead="On" className={styles.place ?? ''}>
            {props.fileName}
          </SelectButton>
        }
        entries={props.placeEntries}
      />
      <Menu
        trigger={
          <SelectButton lead="Limit" className={styles.limit ?? ''}>
            {formatCount(props.limit)}
          </SelectButton>
        }
        entries={[
          {
            kind: 'choice',
            label: 'Rows that are read of a result',
            value: String(props.limit),
            choices: limits.map((limit) => ({ value: String(limit), label: formatCount(limit) })),
            onChoose: (value) => props.onLimit(Number(value)),
            isClosing: true,
          },
        ]}
      />
      <span className={styles.grow} />
      {isNarrow ? (
        <Menu
          align="end"
          trigger={
            <IconButton label="More" hasTooltip={false}>
              <Ellipsis />
            </IconButton>
          }
          entries={more}
        />
      ) : (
        <>
          <Button
            variant="ghost"
            icon={<Clock />}
            aria-pressed={props.isHistoryShown}
            className={props.isHistoryShown ? styles.on : undefined}
            title={keys('console.history')}
            onClick={props.onHistory}
          >
            History
          </Button>
          <Button variant="ghost" onClick={props.onFormat}>
            Format
          </Button>
        </>
      )}
      <IconButton
        label="Pane at the right"
        keys={keys('view.inspector')}
        isPressed={props.isPaneOpen}
        onClick={props.onPane}
      >
        <PanelRight />
      </IconButton>
    </div>
  );
}
