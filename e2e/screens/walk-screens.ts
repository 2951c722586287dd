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
  themes: readonly Theme[] = ['light', 'dark'],
): Promise<void> {
  for (const screen of allScreens) {
    await place.page.setViewportSize(screen.size ?? WIDE);
    await screen.show(place);
    for (const theme of themes) {
      await place.page.emulateMedia({ colorScheme: theme });
      await look({ screen, theme });
    }
    await screen.leave?.(place);
  }
}
