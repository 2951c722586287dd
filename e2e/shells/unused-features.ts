/**
 * Pages that a browser's own frame is made of (Chromium 150 and later keep them ready behind every window). Nobody sees
 * them in a test, and they cost more than the page of the app.
 */
export const UNUSED_FEATURES = [
  'InitialWebUI',
  'PreloadTopChromeWebUI',
  'WebUILocationBar',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
  'WebUIToolbar',
] as const;
