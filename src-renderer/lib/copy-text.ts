import { showToast } from '../ui/toasts.ts';

/** Puts text on the clipboard and says so, or says that it could not. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ title: said });
  } catch {
    showToast({
      title: 'Nothing was copied',
      description: 'The browser did not allow writing to the clipboard. Click into the page and copy again.',
      kind: 'warning',
    });
  }
}
