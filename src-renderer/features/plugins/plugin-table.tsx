import type { PluginList } from '../../../src-preload/contract/plugins.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { Card } from '../../ui/card.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { PlainCell } from '../../ui/plain-cell.tsx';
import { type PlainColumn, PlainTable } from '../../ui/plain-table.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isSlow, timeFigure } from './plugin-words.ts';
import styles from './plugins.module.css';

export interface PluginTableProps {
  readonly list: PluginList;
  readonly chosen: string | null;
  readonly onChoose: (plugin: string) => void;
  readonly onTurn: (plugin: string, isOn: boolean) => void;
}

const COLUMNS: readonly PlainColumn[] = [
  { name: 'Name', width: 'auto' },
  { name: 'Version', width: '104px', isExtra: true },
  { name: 'Hooks', width: '72px', isFigure: true },
  { name: 'Calls', width: '80px', isFigure: true },
  { name: 'Mean, ms', width: '92px', isFigure: true },
  { name: 'p95, ms', width: '92px', isFigure: true },
  { name: 'Errors', width: '72px', isFigure: true },
  { name: 'On', width: '60px', isFigure: true },
];

/** All plugins with what they did, and their switches for this file. */
export function PluginTable({ list, chosen, onChoose, onTurn }: PluginTableProps) {
  const { plugins } = list;
  const on = plugins.filter(({ isOn }) => isOn).length;
  return (
    <Card title="Plugins" note={`${on} of ${plugins.length} on for this file`}>
      <PlainTable label="Plugins" columns={COLUMNS}>
        {plugins.map((plugin) => {
          const { name, version, hooks, calls, mean, p95, errors, isOn, about, own } = plugin;
          const timeTone = calls === 0 ? 'faint' : undefined;
          return (
            <tr key={name} data-chosen={name === chosen || undefined}>
              <PlainCell isHead tone={isOn ? undefined : 'faint'}>
                <PlainButton
                  className={styles.name ?? ''}
                  aria-pressed={name === chosen}
                  title={about}
                  onClick={() => onChoose(name)}
                >
                  {name}
                </PlainButton>
              </PlainCell>
              {own === null ? (
                <PlainCell isData tone="faint">
                  {version}
                </PlainCell>
              ) : (
                <PlainCell isStrong={own.state === 'failed'} tone={own.state === 'failed' ? 'bad' : 'faint'}>
                  {own.state === 'failed' ? 'failed' : 'your plugin'}
                </PlainCell>
              )}
              <PlainCell isFigure>{hooks.length}</PlainCell>
              <PlainCell isFigure>{formatCount(calls)}</PlainCell>
              <PlainCell isFigure tone={timeTone}>
                {timeFigure(mean, calls)}
              </PlainCell>
              <PlainCell isFigure isStrong={isSlow(plugin)} tone={isSlow(plugin) ? 'warning' : timeTone}>
                {timeFigure(p95, calls)}
              </PlainCell>
              <PlainCell isFigure isStrong={errors > 0} tone={errors > 0 ? 'bad' : 'faint'}>
                {formatCount(errors)}
              </PlainCell>
              <PlainCell isFigure>
                <span className={styles.switch}>
                  <Switch label={name} isOn={isOn} onChange={(next) => onTurn(name, next)} />
                </span>
              </PlainCell>
            </tr>
          );
        })}
      </PlainTable>
    </Card>
  );
}
