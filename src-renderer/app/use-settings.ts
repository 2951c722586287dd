import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { defaultSettings } from '../../src-preload/contract/default-settings.ts';
import type { Settings } from '../../src-preload/contract/preferences.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.ts';

const SAVE_MILLISECONDS = 300;

/** The settings, shown at once and saved soon after; theme and density are put on the document. */
export function useSettings(client: Client): readonly [Settings, (changes: Partial<Settings>) => void] {
  const [settings, setSettings] = useState<Settings>(defaultSettings);
  const [unsaved, setUnsaved] = useState<Partial<Settings>>({});

  useEffect(() => {
    const controller = new AbortController();
    // Without an answer the defaults do.
    client.preferences.settings({}, { signal: controller.signal }).then(setSettings, () => null);
    return () => controller.abort();
  }, [client]);
  useBridgeEvent(client, 'preferences.changed', (value) => setSettings({ ...value, ...unsaved }));
  useBridgeEvent(client, 'preferences.damaged', ({ message }) =>
    showToast({ title: message, kind: 'warning' }),
  );

  useEffect(() => {
    if (Object.keys(unsaved).length === 0) return;
    const timer = setTimeout(() => {
      setUnsaved({});
      client.preferences
        .change({ changes: unsaved })
        .catch(() => showToast({ title: 'The settings could not be saved', kind: 'warning' }));
    }, SAVE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [client, unsaved]);

  useEffect(() => showSettings(document.documentElement, settings), [settings]);

  const change = useCallback((changes: Partial<Settings>) => {
    setSettings((before) => ({ ...before, ...changes }));
    setUnsaved((before) => ({ ...before, ...changes }));
  }, []);
  return [settings, change];
}

/** Puts what can be seen of the settings on the document, where the style sheets look for it. */
function showSettings(root: HTMLElement, { theme, density, motion, contrast, dataTextSize }: Settings): void {
  const { dataset, style } = root;
  const chosen = { theme, motion, contrast };
  for (const [name, value] of Object.entries(chosen)) {
    if (value === 'system') delete dataset[name];
    else dataset[name] = value;
  }
  dataset.density = density;
  // Through the object model, which the policy for styles lets through.
  style.setProperty('--data-size', `${dataTextSize}px`);
}
