import type { ReactNode } from 'react';

export interface MenuItemEntry {
  readonly kind?: 'item';
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
}

export interface MenuCheckEntry {
  readonly kind: 'check';
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
}

export interface MenuChoiceEntry {
  readonly kind: 'choice';
  /** Heading of the group. */
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
  /** Whether the menu closes with a choice, as that of a `SelectButton` does. */
  readonly isClosing?: boolean;
}

export interface MenuSubmenuEntry {
  readonly kind: 'submenu';
  readonly label: string;
  readonly icon?: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly isDisabled?: boolean;
}

/** One line of a menu, as data, so that menus of all kinds show and do the same. */
export type MenuEntry =
  | MenuItemEntry
  | MenuCheckEntry
  | MenuChoiceEntry
  | MenuSubmenuEntry
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string };
