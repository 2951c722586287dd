import { type RefObject, useEffect } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { Settings } from '../../src-preload/contract/preferences.ts';
import type { Capabilities } from '../../src-preload/contract/shell.ts';
import { hexColor } from '../lib/hex-color.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';

/**
 * Tells the shell the theme and the colours of the title bar, on which the system draws its buttons. Nothing where
 * the page has no window of its own.
 *
 * @param bar the title bar as it is drawn: its colours are read from it.
 */
export function useAppearance(
  client: Client,
  capabilities: Capabilities | null,
  { theme, contrast }: Pick<Settings, 'theme' | 'contrast'>,
  bar: RefObject<HTMLElement | null>,
): void {
  const hasButtons = capabilities !== null && capabilities.windowControls !== 'none';
  const isDark = useMediaQuery('(prefers-color-scheme: dark)');
  const isHighContrast = useMediaQuery('(prefers-contrast: more)');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes the colours that are read.
  useEffect(() => {
    if (!hasButtons) return;
    // The theme is put on the document by an effect of the frame, which runs after this one.
    const frame = requestAnimationFrame(() => {
      if (bar.current === null) return;
      const { backgroundColor, color } = getComputedStyle(bar.current);
      const titleBar = { background: hexColor(backgroundColor), symbols: hexColor(color) };
      // A window that is closed meanwhile needs no colours.
      client.shell.showAppearance({ theme, titleBar }).catch(() => null);
    });
    return () => cancelAnimationFrame(frame);
  }, [client, hasButtons, theme, contrast, isDark, isHighContrast, bar]);
}
