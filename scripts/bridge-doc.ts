/** Prints docs/bridge.md from the contract, so that it is never behind it: `--write` puts it there. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCodes } from '../src-main/engine/error-codes.ts';
import { type AnyMethod, bridgeErrorCodes, contract, events } from '../src-preload/contract/index.ts';

const WHERE = new URL('../docs/bridge.md', import.meta.url);

/** The whole text of docs/bridge.md. */
export function bridgeDoc(): string {
  const parts = [INTRODUCTION, ...Object.entries(contract).map(([name, slice]) => sliceText(name, slice))];
  parts.push(
    '## Events',
    'Told to every client, except where a view is concerned: to the client that opened it.',
  );
  for (const [name, schema] of Object.entries(events)) parts.push(`### ${name}`, typeText(schema));
  parts.push('## Error codes', 'Of the app:', codesText(bridgeErrorCodes));
  parts.push('Of the engine and SQLite:', codesText(errorCodes));
  return `${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `# The bridge

Printed from \`src-preload/contract\` by \`npm run docs\`; a test fails when it is behind.

A page has \`window.cairn\`: one namespace for each slice, one function for each method. \`call(callId, input)\` takes
the encoded input and resolves with an encoded reply, \`{ok: true, value}\` or \`{ok: false, error: {code, message,
hint?, details?}}\`; it never rejects. A stream's function takes a third argument for its chunks: the first one comes
by itself, each further one after \`pull(callId)\`. \`cancel(callId)\` ends a call at once with CANCELLED.
\`on(event, listener)\` listens. Bytes are msgpack as \`codec.ts\` writes them; \`client.ts\` makes typed functions of it.`;

function sliceText(name: string, slice: Readonly<Record<string, AnyMethod>>): string {
  const methods = Object.entries(slice).map(([verb, method]) => methodText(`${name}.${verb}`, method));
  return [`## ${name}`, ...methods].join('\n\n');
}

function methodText(name: string, method: AnyMethod): string {
  const [label, output] = method.kind === 'call' ? ['gives', method.output] : ['chunks', method.chunk];
  const types = `takes ${typeOf(method.input, '')}\n${label} ${typeOf(output, '')}`;
  return `### ${name}\n\n${method.doc}\n\n\`\`\`ts\n${types}\n\`\`\``;
}

function typeText(schema: z.ZodType): string {
  return `\`\`\`ts\n${typeOf(schema, '')}\n\`\`\``;
}

function codesText(codes: Readonly<Record<string, string>>): string {
  return Object.entries(codes)
    .map(([code, meaning]) => `- \`${code}\` ${meaning}`)
    .join('\n');
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly 'x-type'?: string;
}

function typeOf(schema: z.ZodType, indent: string): string {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const kind = zodSchema._zod.def.type;
      if (kind === 'bigint') Object.assign(jsonSchema, { 'x-type': 'bigint' });
      if (kind === 'custom') Object.assign(jsonSchema, { 'x-type': 'Uint8Array' });
    },
  });
  return print(json as JsonSchema, indent);
}

function print(schema: JsonSchema, indent: string): string {
  if (schema['x-type'] !== undefined) return schema['x-type'];
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map((option) => print(option, indent)))].join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.prefixItems !== undefined) {
    return `[${schema.prefixItems.map((item) => print(item, indent)).join(', ')}]`;
  }
  if (schema.items !== undefined) {
    const item = print(schema.items, indent);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === 'object') return printObject(schema, indent);
  if (typeof schema.type === 'object') return schema.type.join(' | ');
  return schema.type ?? 'unknown';
}

function printObject(schema: JsonSchema, indent: string): string {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) {
    const values = schema.additionalProperties;
    return typeof values === 'object' ? `{ [name: string]: ${print(values, indent)} }` : '{}';
  }
  const inner = `${indent}  `;
  const lines = properties.map(([name, property]) => {
    const isOptional = !(schema.required ?? []).includes(name);
    const notes = [property.description, defaultText(property)].filter((note) => note !== undefined);
    const comment = notes.length === 0 ? '' : `  // ${notes.join(' ')}`;
    return `${inner}${name}${isOptional ? '?' : ''}: ${print(property, inner)}${comment}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function defaultText({ default: value }: JsonSchema): string | undefined {
  return value === undefined ? undefined : `Default ${JSON.stringify(value)}.`;
}

if (process.argv.includes('--write')) writeFileSync(WHERE, bridgeDoc());
