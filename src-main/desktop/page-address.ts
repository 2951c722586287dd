/** The scheme under which Electron serves the page; nothing else in the system knows it. */
export const PAGE_SCHEME = 'cairn';

/** Where the page is. One host, so one origin: `cairn://app`. */
export const PAGE_ADDRESS = `${PAGE_SCHEME}://app/`;

/** Whether an address is the page itself, at whatever place in it. */
export function isPageAddress(address: string): boolean {
  return address === PAGE_ADDRESS || address.startsWith(`${PAGE_ADDRESS}#`);
}
