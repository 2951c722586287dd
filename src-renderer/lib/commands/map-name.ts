import type { Capabilities } from '../../../src-preload/contract/shell.ts';

export type Platform = 'linux' | 'darwin' | 'win32' | 'other';

const PLATFORMS: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
  other: 'Other',
};

/** The name of a map of keys, such as "Linux, desktop". */
export function mapName(platform: Platform, shell: Capabilities['shell']): string {
  return `${PLATFORMS[platform]}, ${shell}`;
}
