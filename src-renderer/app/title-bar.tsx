import { PanelLeft, Search, Settings2 } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import type { Settings } from '../../src-preload/contract/preferences.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { useCommands } from '../lib/commands/command-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Mark } from '../ui/mark.tsx';
import { Menu } from '../ui/menu.tsx';
import { PlainButton } from '../ui/plain-button.tsx';
import { MainMenu } from './main-menu.tsx';
import styles from './title-bar.module.css';

export interface TitleBarProps {
  readonly settings: Settings;
  readonly onChangeSettings: (changes: Partial<Settings>) => void;
  readonly hasSidebar: boolean;
  readonly sidebarKeys: string | undefined;
  readonly paletteKeys: string | undefined;
  readonly onPalette: () => void;
  /** At which end the system draws its buttons over the bar. */
  readonly windowControls: Capabilities['windowControls'];
  /** The system shows no menu bar, so that the mark opens the menus. */
  readonly hasMenu: boolean;
  /** Tells of staged edits. */
  readonly pill: ReactNode;
  readonly barRef: RefObject<HTMLElement | null>;
}

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const densities = [
  { value: 'compact', label: 'Compact, 28 px' },
  { value: 'comfortable', label: 'Comfortable, 32 px' },
] as const;

/** The bar at the top: mark, sidebar, command box, appearance. */
export function TitleBar(props: TitleBarProps) {
  const { settings, onChangeSettings, hasSidebar } = props;
  const commands = useCommands();
  return (
    <header ref={props.barRef} className={styles.bar} data-controls={props.windowControls}>
      <div className={styles.brand}>
        {props.hasMenu ? (
          <MainMenu />
        ) : (
          <>
            {props.windowControls !== 'left' && <Mark />}
            <span>Cairn</span>
          </>
        )}
        <IconButton
          label={settings.isSidebarOpen ? 'Hide the sidebar' : 'Show the sidebar'}
          keys={props.sidebarKeys}
          disabled={!hasSidebar}
          onClick={() => onChangeSettings({ isSidebarOpen: !settings.isSidebarOpen })}
        >
          <PanelLeft />
        </IconButton>
      </div>
      <PlainButton className={styles.box} title="Search or run a command" onClick={props.onPalette}>
        <Search />
        <span className={styles.boxText}>Search or run a command</span>
        {props.paletteKeys !== undefined && <Kbd keys={props.paletteKeys} />}
      </PlainButton>
      <div className={styles.end}>
        {props.pill}
        <Menu
          align="end"
          trigger={
            <IconButton label="Appearance" hasTooltip={false} title="Appearance">
              <Settings2 />
            </IconButton>
          }
          entries={[
            {
              kind: 'choice',
              label: 'Theme',
              value: settings.theme,
              choices: themes,
              onChoose: (value) => {
                const theme = themes.find((choice) => choice.value === value)?.value;
                if (theme !== undefined) onChangeSettings({ theme });
              },
            },
            { kind: 'separator' },
            {
              kind: 'choice',
              label: 'Row height',
              value: settings.density,
              choices: densities,
              onChoose: (value) => {
                const density = densities.find((choice) => choice.value === value)?.value;
                if (density !== undefined) onChangeSettings({ density });
              },
            },
            { kind: 'separator' },
            {
              label: 'Settings',
              keys: commands.keys.keysOf('settings')[0],
              onSelect: () => commands.center.run('settings'),
            },
          ]}
        />
      </div>
    </header>
  );
}
