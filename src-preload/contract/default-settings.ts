/**
 * What settings are before anybody changes them. Without zod, so that the page has them before it has asked; the
 * contract takes its defaults from here.
 */
export const defaultSettings = {
  theme: 'system',
  density: 'compact',
  dataTextSize: 12,
  motion: 'system',
  contrast: 'system',
  sidebarWidth: 248,
  inspectorWidth: 336,
  relatedWidth: 424,
  isSidebarOpen: true,
  isInspectorOpen: true,
  keys: {},
  busySeconds: 5,
  readersPerFile: 4,
  maxConnections: 8,
  cellPreviewKilobytes: 1,
  cacheMegabytes: 4096,
  undoLogMegabytes: 256,
  safetyCopyMegabytes: 512,
  transactionMinutes: 10,
} as const;

/** The least and the most that settings with a number may be. */
export const settingRanges = {
  dataTextSize: { min: 11, max: 16 },
  sidebarWidth: { min: 180, max: 400 },
  inspectorWidth: { min: 280, max: 560 },
  relatedWidth: { min: 280, max: 560 },
  busySeconds: { min: 0, max: 120 },
  readersPerFile: { min: 1, max: 8 },
  maxConnections: { min: 3, max: 32 },
  cellPreviewKilobytes: { min: 1, max: 64 },
  cacheMegabytes: { min: 16, max: 65_536 },
  undoLogMegabytes: { min: 0, max: 65_536 },
  safetyCopyMegabytes: { min: 0, max: 1_048_576 },
  transactionMinutes: { min: 2, max: 1440 },
} as const;
