import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './settings.module.css';
import {
  emptyOf,
  isRecord,
  jsonOf,
  kindOf,
  numberOf,
  problemAt,
  type SettingsPath,
  type SettingsProblem,
  type SettingsSchema,
  textOf,
  wordsOf,
} from './settings-model.ts';

export interface SettingsFieldProps {
  readonly schema: SettingsSchema;
  readonly path: SettingsPath;
  /** Its name in words; empty for the settings as a whole. */
  readonly label: string;
  readonly value: unknown;
  readonly problems: readonly SettingsProblem[];
  readonly onChange: (path: SettingsPath, value: unknown) => void;
}

/** One part of settings, made from its schema: a field, or a group of such, to any depth. */
export function SettingsField(props: SettingsFieldProps) {
  const { schema, path, label, value, problems, onChange } = props;
  const kind = kindOf(schema);
  if (kind === 'fields') return <Fields {...props} />;
  if (kind === 'named') return <Named {...props} />;
  if (kind === 'list') return <List {...props} />;
  const { description } = schema;
  if (kind === 'switch') {
    const isOn = typeof value === 'boolean' ? value : schema.default === true;
    return (
      <div className={styles.line}>
        <Words label={label} help={description} />
        <Switch label={label} isOn={isOn} onChange={(next) => onChange(path, next)} />
      </div>
    );
  }
  const typed = (text: string) => {
    if (kind === 'number') return numberOf(text);
    if (kind === 'json') return jsonOf(text);
    return text === '' && schema.default !== undefined ? undefined : text;
  };
  return (
    <div className={styles.line}>
      <Words label={label} help={description} />
      <TextField
        label={label}
        className={styles.field ?? ''}
        isMono
        isNumeric={kind === 'number'}
        placeholder={schema.default === undefined ? '' : textOf(schema.default, kind)}
        value={textOf(value, kind)}
        error={problemAt(problems, path)}
        onValueChange={(text) => onChange(path, typed(text))}
      />
    </div>
  );
}

function Words({ label, help }: { readonly label: string; readonly help: string | undefined }) {
  return (
    <span className={styles.words}>
      <span className={styles.name}>{label}</span>
      {help !== undefined && <span className={styles.help}>{help}</span>}
    </span>
  );
}

function Fields({ schema, path, value, problems, onChange }: SettingsFieldProps) {
  const record = isRecord(value) ? value : {};
  return Object.entries(schema.properties ?? {}).map(([name, each]) => (
    <SettingsField
      key={name}
      schema={each}
      path={[...path, name]}
      label={wordsOf(name)}
      value={record[name]}
      problems={problems}
      onChange={onChange}
    />
  ));
}

/** Parts under names that people choose, such as rules by collection. */
function Named({ schema, path, label, value, problems, onChange }: SettingsFieldProps) {
  const [name, setName] = useState('');
  const record = isRecord(value) ? value : {};
  const inner = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  const isNew = name.trim() !== '' && !Object.hasOwn(record, name);
  const add = () => {
    if (!isNew) return;
    onChange([...path, name], emptyOf(inner));
    setName('');
  };
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {schema.description !== undefined && <p className={styles.help}>{schema.description}</p>}
      {Object.entries(record).map(([key, each]) => (
        <SettingsField
          key={key}
          schema={inner}
          path={[...path, key]}
          label={key}
          value={each}
          problems={problems}
          onChange={onChange}
        />
      ))}
      <div className={styles.add}>
        <TextField
          label={`Name for ${label.toLowerCase()}`}
          placeholder="Name of a collection"
          isMono
          value={name}
          onValueChange={setName}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // It would keep the settings, too.
            event.preventDefault();
            add();
          }}
        />
        <Button size="small" icon={<Plus />} disabled={!isNew} onClick={add}>
          Add
        </Button>
      </div>
    </fieldset>
  );
}

function List({ schema, path, label, value, problems, onChange }: SettingsFieldProps) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const { items: inner = {} } = schema;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {schema.description !== undefined && <p className={styles.help}>{schema.description}</p>}
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place alone.
        <div key={at} className={styles.item}>
          <div className={styles.inner}>
            <SettingsField
              schema={inner}
              path={[...path, at]}
              label={`${label} ${at + 1}`}
              value={item}
              problems={problems}
              onChange={onChange}
            />
          </div>
          <IconButton
            size="small"
            label={`Remove ${label} ${at + 1}`}
            onClick={() => onChange([...path, at], undefined)}
          >
            <Trash2 />
          </IconButton>
        </div>
      ))}
      <div className={styles.add}>
        <Button
          size="small"
          icon={<Plus />}
          onClick={() => onChange([...path, items.length], emptyOf(inner))}
          aria-label={`Add to ${label}`}
        >
          Add
        </Button>
        {items.length > 0 && isOptional(path) && (
          <Button size="small" variant="ghost" onClick={() => onChange(path, undefined)}>
            Remove all
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** What stands under a name that people chose can go with its name. */
function isOptional(path: SettingsPath): boolean {
  return path.length > 1;
}
