import { Plug } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { SideLine } from '../../ui/side-line.tsx';

export interface ConnectionsLineProps {
  readonly client: Client;
  /** The file whose connections are counted. */
  readonly file: string;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

/** Milliseconds between two looks: a line that nobody watches must cost nothing. */
const INTERVAL = 5000;

/** The line of the sidebar that shows the connections, with how many are open. */
export function ConnectionsLine({ client, file, isShown, onShow }: ConnectionsLineProps) {
  const [note, setNote] = useState('');
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      client.stats.pool({ file }).then(
        ({ open, max }) => setNote(`${open} of ${max}`),
        // Without figures the line still leads to the page, which says what is wrong.
        () => setNote(''),
      );
    };
    look();
    const timer = setInterval(look, INTERVAL);
    return () => clearInterval(timer);
  }, [client, file]);
  return (
    <SideLine
      icon={<Plug aria-hidden="true" />}
      name="Connections"
      note={note}
      isShown={isShown}
      onShow={onShow}
    />
  );
}
