/** Whether nothing that can be seen has the focus: what had it is gone, or was put away with its tab. */
export function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.closest('[inert]') !== null;
}
