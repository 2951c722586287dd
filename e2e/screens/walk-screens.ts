import { allScreens } from './all-screens.ts';
import { type Place, type Screen, WIDE } from './screen.ts';

export type Theme = 'light' | 'dark';

export interface Look {
  readonly screen: Screen;
  readonly theme: Theme;
}

/** Shows one screen after the other, each in both themes, and calls `look` for each. */
export async function walkScreens(
  place: Place,
  look: (look: Look) => Promise<void>,
  screens: readonly Screen[] = allScreens,
): Promise<void> {
  for (const screen of screens) {
    await place.page.setViewportSize(screen.size ?? WIDE);
    await screen.show(place);
    for (const theme of ['light', 'dark'] as const) {
      await place.page.emulateMedia({ colorScheme: theme });
      await look({ screen, theme });
    }
    await screen.leave?.(place);
  }
}
