import { useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { PluginDetails } from '../../../src-preload/contract/plugins.ts';
import { toFailure } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './settings.module.css';
import { SettingsField } from './settings-field.tsx';
import { isRecord, type SettingsProblem, type SettingsSchema, withValue } from './settings-model.ts';

export interface PluginSettingsProps {
  readonly client: Client;
  readonly file: string;
  readonly details: PluginDetails;
  readonly onClose: () => void;
}

/** The settings of a plugin for this file, as a form made from its schema. They hold once the plugin accepts them. */
export function PluginSettings({ client, file, details, onClose }: PluginSettingsProps) {
  const { plugin, settings, schema } = details;
  const [draft, setDraft] = useState<unknown>(settings);
  const [problems, setProblems] = useState<readonly SettingsProblem[]>([]);
  const fieldless = problems.filter(({ path }) => path.length === 0);

  async function keep(): Promise<void> {
    try {
      const kept = await client.plugins.configure({
        ...{ file, plugin: plugin.name },
        settings: isRecord(draft) ? { ...draft } : {},
      });
      if (kept.kind === 'refused') return setProblems(kept.problems);
      showToast({ title: `Settings of ${plugin.name} kept for this file` });
      onClose();
    } catch (error) {
      const { message } = toFailure(error);
      showToast({ kind: 'error', title: message });
    }
  }

  return (
    <Card title={`Settings of ${plugin.name}`} note="for this file">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        {problems.length > 0 && (
          <Note kind="error">
            {fieldless[0]?.message ?? 'The settings are not kept yet: correct the fields that are marked.'}
          </Note>
        )}
        <SettingsField
          // The schema is made by the plugin's own settings.
          schema={schema as SettingsSchema}
          path={[]}
          label=""
          value={draft}
          problems={problems}
          onChange={(path, value) => setDraft((before: unknown) => withValue(before, path, value))}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Keep settings
          </Button>
        </div>
      </form>
    </Card>
  );
}
