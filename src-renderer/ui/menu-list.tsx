import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import { classNames } from '../lib/class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './menu.module.css';
import type { MenuChoiceEntry, MenuEntry, MenuSubmenuEntry } from './menu-entry.ts';

export interface MenuListProps {
  readonly entries: readonly MenuEntry[];
}

/** The lines of a menu or context menu. */
export function MenuList({ entries }: MenuListProps) {
  return entries.map((entry, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: entries have no ids and keep their order while a menu is open.
    <MenuLine key={`${index} ${'label' in entry ? entry.label : ''}`} entry={entry} />
  ));
}

function MenuLine({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className={styles.separator} />;
    case 'heading':
      return <div className={styles.heading}>{entry.label}</div>;
    case 'check':
      return (
        <Base.CheckboxItem
          className={styles.item}
          checked={entry.isChecked}
          onCheckedChange={entry.onChange}
          disabled={entry.isDisabled ?? false}
        >
          <span className={styles.mark}>
            <Base.CheckboxItemIndicator>
              <Check />
            </Base.CheckboxItemIndicator>
          </span>
          <span className={styles.label}>{entry.label}</span>
        </Base.CheckboxItem>
      );
    case 'choice':
      return <Choice entry={entry} />;
    case 'submenu':
      return <Submenu entry={entry} />;
    default:
      return (
        <Base.Item
          className={classNames(styles.item, entry.isDanger && styles.danger)}
          onClick={entry.onSelect}
          disabled={entry.isDisabled ?? false}
        >
          <span className={styles.mark}>{entry.icon}</span>
          <span className={styles.label}>{entry.label}</span>
          {entry.keys !== undefined && <Kbd keys={entry.keys} />}
        </Base.Item>
      );
  }
}

function Choice({ entry }: { readonly entry: MenuChoiceEntry }) {
  return (
    <Base.RadioGroup value={entry.value} onValueChange={(value: string) => entry.onChoose(value)}>
      <Base.Group>
        <Base.GroupLabel className={styles.heading}>{entry.label}</Base.GroupLabel>
        {entry.choices.map((choice) => (
          <Base.RadioItem
            key={choice.value}
            value={choice.value}
            className={styles.item}
            closeOnClick={entry.isClosing ?? false}
          >
            <span className={styles.mark}>
              <Base.RadioItemIndicator>
                <Check />
              </Base.RadioItemIndicator>
            </span>
            <span className={styles.label}>{choice.label}</span>
          </Base.RadioItem>
        ))}
      </Base.Group>
    </Base.RadioGroup>
  );
}

function Submenu({ entry }: { readonly entry: MenuSubmenuEntry }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={styles.item} disabled={entry.isDisabled ?? false}>
        <span className={styles.mark}>{entry.icon}</span>
        <span className={styles.label}>{entry.label}</span>
        <ChevronRight />
      </Base.SubmenuTrigger>
      <Base.Portal render={<section aria-label={entry.label} />}>
        <Base.Positioner className={styles.positioner} alignOffset={-5}>
          <Base.Popup className={styles.popup}>
            <MenuList entries={entry.entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}
