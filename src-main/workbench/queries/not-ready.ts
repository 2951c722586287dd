/** Of methods whose part is being built. */
export function notReady(): Error {
  return new Error('This part of the console is being built.');
}
