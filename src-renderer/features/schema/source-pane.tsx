import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JsonSchema } from '../../../src-preload/contract/schema-draft/index.ts';
import { type JsonToken, jsonTokens } from '../../lib/cells/json-tokens.ts';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import { saveText } from '../../lib/save-text.ts';
import { Button } from '../../ui/button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import styles from './schema.module.css';
import { toTypeScript } from './sources/to-typescript.ts';
import { toZod } from './sources/to-zod.ts';

export interface SourcePaneProps {
  readonly name: string;
  readonly schema: JsonSchema;
}

const forms = [
  { value: 'json', label: 'JSON Schema', file: '.schema.json' },
  { value: 'typescript', label: 'TypeScript', file: '.types.ts' },
  { value: 'zod', label: 'zod', file: '.schema.ts' },
] as const;

type Form = (typeof forms)[number]['value'];

/** The schema as source, to be copied or saved. */
export function SourcePane({ name, schema }: SourcePaneProps) {
  const [form, setForm] = useState<Form>('json');
  const text = useMemo(() => sourceOf(form, name, schema), [form, name, schema]);
  const lines = text.trimEnd().split('\n');
  const ending = forms.find(({ value }) => value === form)?.file ?? '';
  return (
    <section className={classNames(styles.aside, styles.source)} aria-label="Source">
      <div className={styles.asideHead}>
        <SegmentedControl label="Form of the source" value={form} segments={forms} onChange={setForm} />
        <span className={styles.grow} />
        <Button
          variant="ghost"
          size="small"
          icon={<Copy />}
          onClick={() => void copyText(text, 'Schema copied')}
        >
          Copy
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <pre className={classNames(styles.asideBody, styles.code)} tabIndex={0}>
        {lines.map((line, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
          <code key={number} className={styles.line}>
            {form === 'json' ? <JsonLine line={line} /> : line}
            {'\n'}
          </code>
        ))}
      </pre>
      <div className={styles.foot}>
        <span className={styles.quiet}>{lines.length} lines, read only</span>
        <span className={styles.grow} />
        <Button variant="ghost" size="small" onClick={() => saveText(`${name}${ending}`, text)}>
          Save as…
        </Button>
      </div>
    </section>
  );
}

function sourceOf(form: Form, name: string, schema: JsonSchema): string {
  if (form === 'typescript') return toTypeScript(schema, name);
  return form === 'zod' ? toZod(schema, name) : `${JSON.stringify(schema, null, 2)}\n`;
}

function JsonLine({ line }: { readonly line: string }) {
  return jsonTokens(line).map(({ kind, text }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
    <span key={index} className={colours[kind]}>
      {text}
    </span>
  ));
}

/** Classes of the pieces that have a colour. */
const colours: Readonly<Record<JsonToken['kind'], string | undefined>> = {
  key: styles.jsonKey,
  string: styles.jsonString,
  number: styles.jsonNumber,
  word: styles.jsonNumber,
  mark: undefined,
  space: undefined,
};
