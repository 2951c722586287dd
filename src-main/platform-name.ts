/** The system that the shell runs on, as the contract names it. */
export function platformName(): 'linux' | 'darwin' | 'win32' | 'other' {
  const { platform } = process;
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
}
