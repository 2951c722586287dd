import type { PluginList } from '../../../src-preload/contract/plugins.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { classNames } from '../../lib/class-names.ts';
import { Card } from '../../ui/card.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { isSlow, timeFigure } from './plugin-words.ts';
import styles from './plugins.module.css';

export interface PluginTableProps {
  readonly list: PluginList;
  readonly chosen: string | null;
  readonly onChoose: (plugin: string) => void;
  readonly onTurn: (plugin: string, isOn: boolean) => void;
}

/** All plugins with what they did, and their switches for this file. */
export function PluginTable({ list, chosen, onChoose, onTurn }: PluginTableProps) {
  const { plugins } = list;
  const on = plugins.filter(({ isOn }) => isOn).length;
  return (
    <Card title="Plugins" note={`${on} of ${plugins.length} on for this file`}>
      <table className={styles.table} aria-label="Plugins">
        <colgroup>
          <col />
          <col className={styles.colVersion} />
          <col className={styles.colHooks} />
          <col className={styles.colCalls} />
          <col className={styles.colTime} />
          <col className={styles.colTime} />
          <col className={styles.colErrors} />
          <col className={styles.colOn} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Version</th>
            {['Hooks', 'Calls', 'Mean, ms', 'p95, ms', 'Errors', 'On'].map((name) => (
              <th key={name} scope="col" className={styles.figure}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plugins.map((plugin) => {
            const { name, version, hooks, calls, mean, p95, errors, isOn, about } = plugin;
            return (
              <tr key={name} className={classNames(name === chosen && styles.chosen, !isOn && styles.off)}>
                <th scope="row">
                  <PlainButton
                    className={styles.name ?? ''}
                    aria-pressed={name === chosen}
                    title={about}
                    onClick={() => onChoose(name)}
                  >
                    {name}
                  </PlainButton>
                </th>
                <td className={styles.mono}>{version}</td>
                <td className={styles.figure}>{hooks.length}</td>
                <td className={styles.figure}>{formatCount(calls)}</td>
                <td className={classNames(styles.figure, calls === 0 && styles.none)}>
                  {timeFigure(mean, calls)}
                </td>
                <td
                  className={classNames(
                    styles.figure,
                    calls === 0 && styles.none,
                    isSlow(plugin) && styles.slow,
                  )}
                >
                  {timeFigure(p95, calls)}
                </td>
                <td className={classNames(styles.figure, errors > 0 ? styles.bad : styles.none)}>
                  {formatCount(errors)}
                </td>
                <td className={styles.figure}>
                  <span className={styles.switch}>
                    <Switch label={name} isOn={isOn} onChange={(next) => onTurn(name, next)} />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
