import { Contrast, Folder, Keyboard, ListFilter, Search } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { defaultSettings } from '../../../src-preload/contract/default-settings.ts';
import type { Settings } from '../../../src-preload/contract/preferences.ts';
import { useShellInfo } from '../../lib/use-shell-info.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NavList } from '../../ui/nav-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DataCard } from './data-card.tsx';
import { KeysPage } from './keys-page.tsx';
import { SettingCard } from './setting-cards.tsx';
import { isChanged, isFound, settingList } from './setting-list.ts';
import styles from './settings-view.module.css';

export type SettingsPage = 'appearance' | 'keys' | 'limits' | 'data';

export interface SettingsViewProps {
  readonly client: Client;
  readonly page: SettingsPage;
  readonly settings: Settings;
  readonly onPage: (page: SettingsPage) => void;
  readonly onChange: (changes: Partial<Settings>) => void;
  readonly onStatus: (status: { readonly left: string[] }) => void;
}

const pages = [
  { value: 'appearance', label: 'Appearance', icon: <Contrast /> },
  { value: 'keys', label: 'Keys', icon: <Keyboard /> },
  { value: 'limits', label: 'Limits', icon: <ListFilter /> },
  { value: 'data', label: 'Data folder', icon: <Folder /> },
] as const;
const DATA_WORDS = { label: 'Data folder', help: 'cache sizes paths empty' };

/** The settings: each acts as soon as it is changed, in every window. */
export function SettingsView({ client, page, settings, onPage, onChange, onStatus }: SettingsViewProps) {
  const info = useShellInfo(client);
  const [find, setFind] = useState('');
  const [isAsking, setAsking] = useState(false);
  const pageId = useId();
  const cards = useRef<HTMLDivElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const isKeys = page === 'keys' && find === '';
  const changed = settingList.filter(({ key }) => isChanged(settings, key)).length;
  const tell = useEffectEvent(() => {
    if (!isKeys)
      onStatus({
        left: [
          changed === 0
            ? 'All settings are as by default'
            : `${changed} ${changed === 1 ? 'setting differs' : 'settings differ'} from the defaults`,
        ],
      });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told on when the figure or the page changes.
  useEffect(() => tell(), [changed, isKeys]);
  useEffect(() => {
    if (page !== 'keys') {
      const card = cards.current?.querySelector(`[data-card="${page}"]`);
      card?.scrollIntoView({ block: 'nearest' });
    }
  }, [page]);

  const isNothing =
    find !== '' && !settingList.some((spec) => isFound(spec, find)) && !isFound(DATA_WORDS, find);
  const card = { settings, find, onChange };
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <h2 className={styles.title}>Settings</h2>
        <span className={styles.saved}>Saved as you change them</span>
        <span className={styles.grow} />
        <span className={styles.find}>
          <TextField
            isQuiet
            label="Find a setting"
            placeholder="Find a setting"
            icon={<Search />}
            value={find}
            onValueChange={setFind}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || find === '') return;
              event.preventDefault();
              setFind('');
            }}
          />
        </span>
        <Button variant="ghost" onClick={() => setAsking(true)}>
          Back to defaults…
        </Button>
      </div>
      <div className={styles.body}>
        <div className={styles.nav}>
          <NavList
            label="Settings"
            items={pages}
            value={page}
            controls={pageId}
            onChange={(next) => {
              setFind('');
              onPage(next);
            }}
          />
        </div>
        <div
          id={pageId}
          className={styles.page}
          role="tabpanel"
          aria-label={isKeys ? 'Keys' : 'Appearance, limits and data'}
        >
          {isKeys ? (
            <KeysPage
              info={info}
              changes={settings.keys}
              onChange={(keys) => onChange({ keys })}
              onStatus={(words) => onStatus({ left: [...words] })}
            />
          ) : isNothing ? (
            <EmptyState
              title="No setting matches"
              actions={<Button onClick={() => setFind('')}>Clear</Button>}
            >
              {find}
            </EmptyState>
          ) : (
            <div ref={cards} className={styles.cards}>
              <div className={styles.column}>
                <div data-card="appearance">
                  <SettingCard card="appearance" title="Appearance" {...card} />
                </div>
                {isFound(DATA_WORDS, find) && (
                  <div data-card="data">
                    <DataCard client={client} info={info} />
                  </div>
                )}
              </div>
              <div className={styles.column} data-card="limits">
                <SettingCard card="limits" title="Limits" {...card} />
              </div>
            </div>
          )}
        </div>
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={isKeys ? 'Give all commands their default keys?' : 'Put all settings back to their defaults?'}
        description={
          isKeys
            ? 'Keys that you chose are lost unless you export them first.'
            : 'Appearance and limits change at once, in every window. Your keys stay.'
        }
        initialFocus={cancel}
        footer={
          <>
            <Button size="large" ref={cancel} onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button
              size="large"
              variant="primary"
              onClick={() => {
                setAsking(false);
                if (isKeys) onChange({ keys: {} });
                else onChange(Object.fromEntries(settingList.map(({ key }) => [key, defaultSettings[key]])));
              }}
            >
              Back to defaults
            </Button>
          </>
        }
      />
    </div>
  );
}
