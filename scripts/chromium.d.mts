/** Types of `chromium.mjs`, which runs before anything is installed. */
export const SYSTEM_PATHS: readonly string[];
export function findChromium(): string | undefined;
export function ensureChromium(): string;
