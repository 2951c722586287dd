import { useRef } from 'react';
import { useCommandChanges, useCommandHandlers, useCommands } from '../lib/commands/command-context.tsx';
import { Mark } from '../ui/mark.tsx';
import { Menu } from '../ui/menu.tsx';
import { PlainButton } from '../ui/plain-button.tsx';
import { mainMenuEntries } from './main-menu-entries.ts';
import styles from './title-bar.module.css';

/** The mark, as a button: the menus of the window where the system shows no menu bar. */
export function MainMenu() {
  const commands = useCommands();
  useCommandChanges(commands.center);
  const place = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLElement>(null);
  useCommandHandlers({
    'menu.open': {
      run() {
        const { activeElement } = document;
        before.current = activeElement instanceof HTMLElement ? activeElement : null;
        // A click that no pointer makes opens the menu with its first line chosen.
        place.current?.querySelector('button')?.click();
      },
    },
  });
  const keys = commands.keys.keysOf('menu.open')[0];
  return (
    <div ref={place}>
      <Menu
        returnTo={before}
        trigger={
          <PlainButton
            className={styles.menu}
            aria-label="Cairn menu"
            aria-keyshortcuts={keys?.replaceAll('Ctrl', 'Control')}
            onFocus={() => {
              before.current = null;
            }}
            title={keys === undefined ? 'Menu' : `Menu  ${keys}`}
          >
            <Mark />
            <span>Cairn</span>
          </PlainButton>
        }
        entries={mainMenuEntries(commands)}
      />
    </div>
  );
}
