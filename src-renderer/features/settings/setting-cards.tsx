import { defaultSettings } from '../../../src-preload/contract/default-settings.ts';
import type { Settings } from '../../../src-preload/contract/preferences.ts';
import { Card } from '../../ui/card.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { NumberField } from './number-field.tsx';
import { defaultWords, isChanged, isFound, rangeOf, type SettingSpec, settingList } from './setting-list.ts';
import { SettingRow } from './setting-row.tsx';

export interface SettingCardProps {
  readonly card: SettingSpec['card'];
  readonly title: string;
  readonly settings: Settings;
  readonly find: string;
  readonly onChange: (changes: Partial<Settings>) => void;
}

/** The settings of one card that the text finds; nothing when it finds none. */
export function SettingCard({ card, title, settings, find, onChange }: SettingCardProps) {
  const shown = settingList.filter((spec) => spec.card === card && isFound(spec, find));
  if (shown.length === 0) return null;
  return (
    <Card title={title}>
      {shown.map((spec) => (
        <SettingRow
          key={spec.key}
          label={spec.label}
          help={spec.help}
          defaultWords={defaultWords(spec)}
          isChanged={isChanged(settings, spec.key)}
          onUndo={() => onChange({ [spec.key]: defaultSettings[spec.key] })}
        >
          {spec.kind === 'choice' ? (
            <SegmentedControl
              label={spec.label}
              segments={spec.choices}
              value={settings[spec.key] as string}
              onChange={(value) => onChange({ [spec.key]: value })}
            />
          ) : (
            <NumberField
              label={spec.label}
              value={settings[spec.key]}
              range={rangeOf(spec.key)}
              unit={spec.unit}
              onChange={(value) => onChange({ [spec.key]: value })}
            />
          )}
        </SettingRow>
      ))}
    </Card>
  );
}
