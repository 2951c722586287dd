/** What a user does to see something. */
const CHOICES = new Set([
  'open',
  'settings',
  'overview',
  'page',
  'console',
  'activate',
  'step',
  'nth',
  'back',
  'forward',
]);

/** Whether an action on the tabs shows something that its user has chosen. */
export function isChoice(kind: string): boolean {
  return CHOICES.has(kind);
}
