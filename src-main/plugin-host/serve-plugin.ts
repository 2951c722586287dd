import type { HookContext } from '../engine/plugins/plugin.ts';
import { vetoHooks } from '../engine/plugins/plugin.ts';
import type { Port } from '../ports/port.ts';
import { type LoadedPlugin, loadPlugin } from './load-plugin.ts';
import type { FromPlugin, PluginFailure, PluginRequest, ToPlugin } from './plugin-messages.ts';

/** Answers for one plugin until the port closes. */
export function servePlugin(parent: Port): Promise<void> {
  let loading: Promise<LoadedPlugin> | undefined;
  const answer = async (request: PluginRequest): Promise<unknown> => {
    if (request.type === 'load') {
      loading = loadPlugin(request.path);
      return (await loading).description;
    }
    if (loading === undefined) throw new Error('No plugin was loaded.');
    const plugin = await loading;
    return request.type === 'check' ? problemsOf(plugin, request.settings) : call(plugin, request);
  };
  const hear = async ({ id, ...request }: ToPlugin): Promise<void> => {
    let reply: FromPlugin;
    try {
      // Cloned here, so that what cannot be copied is the failure of this request.
      reply = { id, value: structuredClone(await answer(request)) };
    } catch (error) {
      reply = { id, failure: failureOf(error) };
    }
    parent.post(reply);
  };
  // Only the engine speaks over this port.
  parent.onMessage((message) => void hear(message as ToPlugin));
  return new Promise((resolve) => parent.onClose(resolve));
}

function problemsOf(plugin: LoadedPlugin, settings: unknown): unknown {
  const { error } = plugin.parseSettings(settings);
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    message,
  }));
}

/** What the hook left in its context. */
async function call(
  plugin: LoadedPlugin,
  { hook, context: given, settings }: Extract<PluginRequest, { type: 'call' }>,
): Promise<unknown> {
  const parsed = plugin.parseSettings(settings);
  // Kept for an older form of the plugin: then its defaults hold.
  const own = parsed.success ? parsed.data : plugin.parseSettings({}).data;
  const statements: unknown[] = [];
  const context = {
    ...given,
    ...(hook === 'onBeforeCommit' && { statements }),
    settings: own ?? {},
  };
  // Less than the engine tells its own plugins: what can be copied.
  await plugin.hook(hook)?.(context as unknown as HookContext);
  if (!(vetoHooks as readonly string[]).includes(hook)) return {};
  const { data, insteadOfDelete } = context as {
    readonly data?: unknown;
    readonly insteadOfDelete?: unknown;
  };
  return {
    ...('data' in given && { data }),
    ...(insteadOfDelete !== undefined && { insteadOfDelete }),
    ...(hook === 'onBeforeCommit' && { statements: context.statements }),
  };
}

function failureOf(error: unknown): PluginFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, issues } = error as { readonly code?: unknown; readonly issues?: unknown };
  return {
    message: error.name === 'Error' ? error.message : `${error.name}: ${error.message}`,
    ...(typeof code === 'string' && { code }),
    ...(Array.isArray(issues) && { issues: copyOrNothing(issues) }),
  };
}

function copyOrNothing(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}
