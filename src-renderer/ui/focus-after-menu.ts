/** Gives the focus back after a menu, unless what was chosen has put it elsewhere. */
export function focusAfterMenu(target: Element | null): void {
  const { activeElement } = document;
  const isInMenu = activeElement?.closest('[role="menu"]') != null;
  if (activeElement !== null && activeElement !== document.body && !isInMenu) return;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
