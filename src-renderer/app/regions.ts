import { isFocusLost } from '../lib/is-focus-lost.ts';

/**
 * Moves the focus to the next or previous region of the window (`data-region`): to its grid, tree or tabs, else to the
 * first thing in it that takes the focus.
 */
export function focusRegion(step: 1 | -1): void {
  // A region that has regions of its own is not one itself.
  const regions = [
    ...document.querySelectorAll<HTMLElement>('[data-region]:not(:has([data-region]))'),
  ].filter(
    (region) => region.checkVisibility({ visibilityProperty: true }) && region.closest('[inert]') === null,
  );
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  for (let offset = 1; offset <= regions.length; offset += 1) {
    const index = (current + step * offset + regions.length * 2) % regions.length;
    const target = regions[index] === undefined ? null : focusable(regions[index]);
    if (target === null) continue;
    target.focus();
    return;
  }
}

/** Gives the focus to what is shown now, where the element that had it is gone. */
export function rescueFocus(): void {
  if (!isFocusLost()) return;
  for (const name of ['content', 'tabs', 'sidebar']) {
    const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
    // Rows that are still read take the focus themselves when they come.
    if (region?.querySelector('[data-command-region="table"]') && !region.querySelector('[role="grid"]'))
      return;
    const target = region === null ? null : focusable(region);
    if (target === null) continue;
    target.focus();
    return;
  }
}

function focusable(region: HTMLElement): HTMLElement | null {
  const editor = region.querySelector<HTMLElement>('[data-region="editor"] [role="textbox"]');
  if (editor?.checkVisibility() === true) return editor;
  const grid = region.querySelector<HTMLElement>('[role="grid"][tabindex="0"]');
  if (grid?.checkVisibility({ visibilityProperty: true }) === true) return grid;
  const stop = region.querySelector<HTMLElement>(
    '[role="treeitem"][tabindex="0"], [role="tab"][tabindex="0"]',
  );
  return (
    stop ??
    region.querySelector<HTMLElement>(
      'button:not(:disabled, [tabindex="-1"]), input:not(:disabled), [tabindex="0"]:not([role="separator"], [aria-hidden="true"])',
    )
  );
}
