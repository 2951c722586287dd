import type { CommandId } from './command-specs.ts';

/** What a command does now. */
export interface CommandHandler {
  /** The argument is what was typed for it, such as the number of a row. */
  readonly run: (argument?: string) => void;
  readonly isOff?: boolean | undefined;
  /** Set for a switch. */
  readonly isChecked?: boolean | undefined;
  /** Instead of the declared one, where it depends on what is shown. */
  readonly label?: string | undefined;
}

export type CommandHandlers = { readonly [K in CommandId]?: CommandHandler };

/** The handlers of one component. */
export interface CommandOwner {
  handlers: CommandHandlers;
  /** The element that the actions belong to; null: the whole window. */
  readonly root: () => HTMLElement | null | undefined;
}

/**
 * The handlers of what is shown, by command. Where several components own the same command (two tabs with tables),
 * the one with the focus does it, else the one that was shown last; what is inert has none.
 */
export class CommandCenter {
  readonly #owners = new Map<CommandOwner, string>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  /** Takes handlers in; the returned function takes them out. */
  add(owner: CommandOwner): () => void {
    this.#owners.set(owner, signatureOf(owner.handlers));
    this.#tell();
    return () => {
      this.#owners.delete(owner);
      this.#tell();
    };
  }

  /** An owner has other handlers: told on only where something that is shown has changed. */
  update(owner: CommandOwner, handlers: CommandHandlers): void {
    owner.handlers = handlers;
    const signature = signatureOf(handlers);
    if (!this.#owners.has(owner) || this.#owners.get(owner) === signature) return;
    this.#owners.set(owner, signature);
    this.#tell();
  }

  /** The handler of a command, if what is shown has one. */
  find(id: CommandId): CommandHandler | undefined {
    let found: CommandHandler | undefined;
    for (const owner of this.#owners.keys()) {
      const handler = owner.handlers[id];
      if (handler === undefined) continue;
      const root = owner.root();
      if (root === undefined || root?.closest('[inert]')) continue;
      if (root?.contains(document.activeElement)) return handler;
      found = handler;
    }
    return found;
  }

  /** Runs a command; false where nothing does it now. */
  run(id: CommandId, argument?: string): boolean {
    const handler = this.find(id);
    if (handler === undefined || handler.isOff === true) return false;
    handler.run(argument);
    return true;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with every change of what can be done. */
  readonly version = (): number => this.#version;

  #tell(): void {
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

function signatureOf(handlers: CommandHandlers): string {
  return Object.entries(handlers)
    .map(([id, { isOff, isChecked, label }]) => `${id} ${isOff ?? ''} ${isChecked ?? ''} ${label ?? ''}`)
    .join('\n');
}
