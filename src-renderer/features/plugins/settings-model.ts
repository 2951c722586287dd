/** A JSON Schema, as far as settings of plugins use it. */
export interface SettingsSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SettingsSchema>>;
  readonly items?: SettingsSchema;
  readonly additionalProperties?: SettingsSchema | boolean;
  readonly required?: readonly string[];
}

export type SettingsPath = readonly (string | number)[];

export interface SettingsProblem {
  readonly path: SettingsPath;
  readonly message: string;
}

/** How a part of settings is asked for. */
export type SettingsKind = 'fields' | 'named' | 'list' | 'switch' | 'number' | 'text' | 'json';

/** Which control a schema asks for; what has none of its own is typed as JSON. */
export function kindOf({ type, properties, additionalProperties, items }: SettingsSchema): SettingsKind {
  if (type === 'object' && properties !== undefined) return 'fields';
  if (type === 'object' && typeof additionalProperties === 'object') return 'named';
  if (type === 'array' && items !== undefined) return 'list';
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'string' ? 'text' : 'json';
}

/** A name of a property in words: "maxEntries" is "Max entries". */
export function wordsOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/gu, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a new part begins with. */
export function emptyOf(schema: SettingsSchema): unknown {
  const kind = kindOf(schema);
  if (kind === 'fields') {
    const asked = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(asked.map(([name, each]) => [name, emptyOf(each)]));
  }
  if (kind === 'named') return {};
  if (kind === 'list') return [];
  if (kind === 'switch') return false;
  return '';
}

/** Settings with another value at a path; undefined takes it out, so that the default holds. */
export function withValue(settings: unknown, path: SettingsPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(settings) ? [...(settings as readonly unknown[])] : [];
    if (rest.length === 0 && value === undefined) return list.toSpliced(step, 1);
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const record = isRecord(settings) ? settings : {};
  const inner = withValue(record[step], rest, value);
  const { [step]: _, ...others } = record;
  return inner === undefined ? others : { ...record, [step]: inner };
}

/** What was typed for a number: a number, or the text, for the plugin to refuse. Nothing typed: the default. */
export function numberOf(text: string): number | string | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/** What was typed as JSON: its value, or the text itself, so that words need no quotes. Nothing typed: the default. */
export function jsonOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A value as it is typed. */
export function textOf(value: unknown, kind: SettingsKind): string {
  if (value === undefined) return '';
  return kind === 'json' && typeof value !== 'string' ? JSON.stringify(value) : String(value);
}

/** What is wrong at a place itself. */
export function problemAt(problems: readonly SettingsProblem[], path: SettingsPath): string | undefined {
  return problems.find((problem) => problem.path.join('\0') === path.join('\0'))?.message;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
