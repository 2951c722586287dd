import { Puzzle } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';
import { SideLine } from '../../ui/side-line.tsx';

export interface PluginsLineProps {
  readonly client: Client;
  /** The file whose plugins are shown. */
  readonly file: string;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

/** The line of the sidebar that shows the plugins of a file, with how many are on. */
export function PluginsLine({ client, file, isShown, onShow }: PluginsLineProps) {
  const [on, setOn] = useState<{ readonly file: string; readonly count: number } | null>(null);
  const load = useCallback(() => {
    client.plugins.list({ file }).then(
      ({ plugins }) => setOn({ file, count: plugins.filter(({ isOn }) => isOn).length }),
      // Without a count the line still leads to the page, which says what is wrong.
      () => setOn(null),
    );
  }, [client, file]);
  useEffect(() => load(), [load]);
  useBridgeEvent(client, 'plugins.changed', (news) => {
    if (news.file === file) load();
  });
  return (
    <SideLine
      icon={<Puzzle aria-hidden="true" />}
      name="Plugins"
      note={on?.file === file ? `${on.count} on` : ''}
      isShown={isShown}
      onShow={onShow}
    />
  );
}
