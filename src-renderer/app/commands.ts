/** A thing that can be done, by key, menu or palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** The keys where the shell lets them through. */
  readonly keys?: string | undefined;
  /** The keys where the shell keeps `keys` for itself. */
  readonly browserKeys?: string | undefined;
  readonly run: () => void;
  readonly isOff?: boolean;
}

/** The keys of a command in this shell; undefined when it has none. */
export function keysOf(command: Command, reserved: readonly string[]): string | undefined {
  if (command.keys !== undefined && !reserved.includes(command.keys)) return command.keys;
  return command.browserKeys;
}

/** The command that a combination means, if any. */
export function commandFor(
  commands: readonly Command[],
  chord: string,
  reserved: readonly string[],
): Command | undefined {
  return commands.find((command) => !command.isOff && keysOf(command, reserved) === chord);
}
