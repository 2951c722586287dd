import { defaultSettings, settingRanges } from '../../../src-preload/contract/default-settings.ts';
import type { Settings } from '../../../src-preload/contract/preferences.ts';

/** A setting as data: its words and its control. */
export type SettingSpec = {
  readonly label: string;
  readonly help: string;
  readonly card: 'appearance' | 'limits';
} & (
  | {
      readonly kind: 'choice';
      readonly key: 'theme' | 'density' | 'motion' | 'contrast';
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly kind: 'number'; readonly key: NumberKey; readonly unit: string }
);

export type NumberKey =
  | 'dataTextSize'
  | 'busySeconds'
  | 'transactionMinutes'
  | 'readersPerFile'
  | 'maxConnections'
  | 'cellPreviewKilobytes'
  | 'cacheMegabytes';

/** Every setting of this screen, in its order. */
export const settingList: readonly SettingSpec[] = [
  {
    card: 'appearance',
    kind: 'choice',
    key: 'theme',
    label: 'Theme',
    help: '',
    choices: [
      { value: 'system', label: 'System' },
      { value: 'light', label: 'Light' },
      { value: 'dark', label: 'Dark' },
    ],
  },
  {
    card: 'appearance',
    kind: 'choice',
    key: 'density',
    label: 'Row height',
    help: '28 or 32 px',
    choices: [
      { value: 'compact', label: 'Compact' },
      { value: 'comfortable', label: 'Comfortable' },
    ],
  },
  {
    card: 'appearance',
    kind: 'number',
    key: 'dataTextSize',
    label: 'Text size of data',
    help: '11 to 16 px',
    unit: 'px',
  },
  {
    card: 'appearance',
    kind: 'choice',
    key: 'motion',
    label: 'Motion',
    help: 'Panels and menus that fade and slide',
    choices: [
      { value: 'system', label: 'System' },
      { value: 'reduced', label: 'Reduced' },
    ],
  },
  {
    card: 'appearance',
    kind: 'choice',
    key: 'contrast',
    label: 'Contrast',
    help: 'Lines and grey text',
    choices: [
      { value: 'system', label: 'System' },
      { value: 'more', label: 'More' },
    ],
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'busySeconds',
    label: 'Wait for a busy file',
    help: 'Then Retry is offered',
    unit: 's',
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'transactionMinutes',
    label: 'Roll back an open transaction after',
    help: 'Nobody else can write meanwhile; for those that are begun or kept open from now on',
    unit: 'min',
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'readersPerFile',
    label: 'Readers for each file',
    help: 'Connections that read pages side by side',
    unit: '',
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'maxConnections',
    label: 'Connections of all files',
    help: 'Each is a process; the one used longest ago makes room',
    unit: '',
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'cellPreviewKilobytes',
    label: 'Cell preview',
    help: 'Longer values load when opened; for rows read from now on',
    unit: 'kB',
  },
  {
    card: 'limits',
    kind: 'number',
    key: 'cacheMegabytes',
    label: 'Sort and filter cache',
    help: 'For each table that is sorted or filtered; rows beyond it are left out',
    unit: 'MB',
  },
];

/** Whether a setting is not what it is by default. */
export function isChanged(settings: Settings, key: SettingSpec['key']): boolean {
  return settings[key] !== defaultSettings[key];
}

/** The default of a setting in words. */
export function defaultWords(spec: SettingSpec): string {
  const value = defaultSettings[spec.key];
  if (spec.kind === 'number') return `${value} ${spec.unit}`.trim();
  return spec.choices.find((choice) => choice.value === value)?.label ?? String(value);
}

/** The least and the most of a setting with a number. */
export function rangeOf(key: NumberKey): { readonly min: number; readonly max: number } {
  return settingRanges[key];
}

/** Whether a text finds a setting. */
export function isFound({ label, help }: Pick<SettingSpec, 'label' | 'help'>, text: string): boolean {
  return `${label} ${help}`.toLowerCase().includes(text.trim().toLowerCase());
}
