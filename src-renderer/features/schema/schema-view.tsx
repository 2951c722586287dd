import { Check, CircleAlert, FileJson, PanelRight } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { FilterTerm } from '../../../src-preload/contract/rows.ts';
import {
  draftOfSchema,
  parseSchema,
  type SchemaDraft,
} from '../../../src-preload/contract/schema-draft/index.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { SelectButton } from '../../ui/select-button.tsx';
import { CheckView } from './check-view.tsx';
import { CodeRulesCard } from './code-rules-card.tsx';
import { FieldsTable } from './fields-table.tsx';
import { InferView } from './infer-view.tsx';
import { readDraft } from './kept-draft.ts';
import styles from './schema.module.css';
import { schemaName } from './schema-name.ts';
import { codeRules, type ShownSchema, schemaRows } from './schema-rows.ts';
import { SourcePane } from './source-pane.tsx';
import { type SchemaFacts, useSchema } from './use-schema.ts';

export interface SchemaViewProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly object: string;
  /** At the left of the tool bar. */
  readonly toolbarStart?: ReactNode;
  /** Opens the rows of another table. */
  readonly onFollow: (table: string) => void;
  readonly onOpenDocument: (key: RowKey) => void;
  /** Opens the rows that a filter finds. */
  readonly onFilter: (term: FilterTerm) => void;
  readonly onStatus: (status: { readonly left: readonly string[] }) => void;
}

type Page =
  | { readonly kind: 'schema' }
  | {
      readonly kind: 'infer';
      readonly column: string;
      readonly begun: SchemaDraft | null;
      readonly isStored: boolean;
    }
  | { readonly kind: 'check'; readonly schema: string | null; readonly column: string };

/** The schema of a collection, or of the documents in a table's column. */
export function SchemaView(props: SchemaViewProps) {
  const { client, file, object, toolbarStart, onOpenDocument, onFilter, onStatus } = props;
  const [asked, setAsked] = useState<string | null>(null);
  const { facts, failure, reload } = useSchema(client, file.id, object, asked);
  const [page, setPage] = useState<Page>({ kind: 'schema' });
  const stored = useMemo(() => shownSchema(facts), [facts]);
  const leave = useCallback(() => {
    setPage({ kind: 'schema' });
    reload();
  }, [reload]);
  const rules = useMemo(() => (stored === null ? [] : codeRules(stored)), [stored]);

  if (facts !== null && page.kind === 'infer') {
    return (
      <InferView
        client={client}
        file={file.id}
        object={object}
        columns={facts.columns}
        column={page.column}
        isCollection={facts.isCollection}
        saveReason={facts.saveReason}
        begun={page.begun}
        isStored={page.isStored}
        onLeave={leave}
        onCheck={(schema, column) => setPage({ kind: 'check', schema, column })}
        onStatus={onStatus}
      />
    );
  }
  if (facts !== null && page.kind === 'check') {
    return (
      <CheckView
        client={client}
        file={file.id}
        object={object}
        toolbarStart={toolbarStart}
        against={page.schema === null ? storedName(facts, object) : 'the draft'}
        schema={page.schema}
        schemaText={page.schema ?? facts.stored?.schema ?? '{}'}
        column={page.column}
        unchecked={page.schema === null ? rules.length : 0}
        onBack={leave}
        onOpenDocument={onOpenDocument}
        onFilter={facts.isCollection ? onFilter : null}
        onStatus={onStatus}
      />
    );
  }
  return (
    <StoredSchemaPage
      {...props}
      facts={facts}
      failure={failure}
      stored={stored}
      onReload={reload}
      onColumn={setAsked}
      onInfer={(column, begun, isStored = false) => setPage({ kind: 'infer', column, begun, isStored })}
      onCheck={() => setPage({ kind: 'check', schema: null, column: facts?.column ?? 'doc' })}
    />
  );
}

interface StoredSchemaPageProps extends SchemaViewProps {
  readonly facts: SchemaFacts | null;
  readonly failure: ReturnType<typeof useSchema>['failure'];
  readonly stored: ShownSchema | null;
  readonly onReload: () => void;
  readonly onColumn: (column: string) => void;
  readonly onInfer: (column: string, begun: SchemaDraft | null, isStored?: boolean) => void;
  readonly onCheck: () => void;
}

function StoredSchemaPage(props: StoredSchemaPageProps) {
  const { facts, failure, stored, object, toolbarStart, onFollow, onStatus } = props;
  const { onReload, onColumn, onInfer, onCheck } = props;
  const isWide = useMediaQuery('(min-width: 1360px)');
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isSourceShown = chosen ?? isWide;
  const rows = useMemo(() => (stored === null ? [] : schemaRows(stored)), [stored]);
  const rules = useMemo(() => (stored === null ? [] : codeRules(stored)), [stored]);
  const draft = useMemo(() => (facts?.draft == null ? null : readDraft(facts.draft)), [facts]);
  const column = facts?.column ?? '';
  const title = schemaName(object, facts === null || facts.isCollection ? null : facts.column);
  const canInfer = facts !== null && facts.columns.length > 0 && facts.readReason === null;
  const canEdit =
    stored !== null && stored.schema.type === 'object' && stored.schema.properties !== undefined;

  useEffect(() => {
    if (facts === null) return;
    onStatus({
      left:
        stored === null
          ? ['No schema']
          : [`${rows.length} fields, ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'} only in code`],
    });
  }, [facts, stored, rows, rules, onStatus]);

  return (
    <div className={styles.view}>
      <div className={styles.bar} role="toolbar" aria-label="Schema">
        {toolbarStart}
        <span className={styles.divider} />
        {facts !== null && facts.columns.length > 1 && (
          <Menu
            trigger={
              <SelectButton size="small" lead="Column">
                {column}
              </SelectButton>
            }
            entries={[
              {
                kind: 'choice',
                label: 'Column',
                value: column,
                choices: facts.columns.map((name) => ({ value: name, label: name })),
                onChoose: onColumn,
                isClosing: true,
              },
            ]}
          />
        )}
        <span className={styles.summary}>
          {facts?.stored == null
            ? 'No schema in the file'
            : `${storedName(facts, object)}, saved in the file`}
        </span>
        <span className={styles.grow} />
        {draft !== null && (
          <Button
            variant="ghost"
            onClick={() =>
              onInfer(facts?.columns.includes(draft.column) === true ? draft.column : column, draft.draft)
            }
          >
            Go on with the draft
          </Button>
        )}
        {stored !== null && (
          <>
            <Button variant="ghost" disabled={!canInfer} onClick={() => onInfer(column, null)}>
              Infer again…
            </Button>
            <Button icon={<Check />} disabled={facts?.readReason !== null} onClick={onCheck}>
              Check all documents
            </Button>
            <Button
              variant="primary"
              disabled={!canEdit || facts?.saveReason !== null}
              title={facts?.saveReason ?? undefined}
              onClick={() =>
                onInfer(column, draftOfSchema(stored.schema, stored.fields, stored.primaryKey), true)
              }
            >
              Edit schema
            </Button>
            <IconButton
              label={isSourceShown ? 'Hide the source' : 'Show the source'}
              isPressed={isSourceShown}
              onClick={() => setChosen(!isSourceShown)}
            >
              <PanelRight />
            </IconButton>
          </>
        )}
      </div>
      {failure !== null && facts === null && (
        <EmptyState
          isAlert
          icon={<CircleAlert />}
          title={failure.message}
          actions={<Button onClick={onReload}>Try again</Button>}
        >
          {failure.hint}
        </EmptyState>
      )}
      {facts !== null && stored === null && (
        <EmptyState
          icon={<FileJson />}
          title={
            facts.stored === null
              ? `The file keeps no schema for ${title}`
              : 'The stored schema cannot be read'
          }
          actions={
            canInfer && (
              <Button variant="primary" onClick={() => onInfer(column, null)}>
                Infer schema
              </Button>
            )
          }
        >
          {canInfer
            ? 'Cairn can read all documents and propose one. Nothing is written until you save it.'
            : (facts.readReason ?? 'None of its columns holds JSON documents.')}
        </EmptyState>
      )}
      {stored !== null && (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
          <section className={styles.page} tabIndex={0} aria-label={`Schema of ${title}`}>
            {failure !== null && <Note kind="error">{failure.message}</Note>}
            <FieldsTable rows={rows} onFollow={onFollow} />
            {rules.length > 0 && <CodeRulesCard rules={rules} />}
          </section>
          {isSourceShown && <SourcePane name={title} schema={stored.schema} />}
        </div>
      )}
    </div>
  );
}

/** "orders v3", "readings.payload v1". */
function storedName({ stored, isCollection, column }: SchemaFacts, object: string): string {
  return `${schemaName(object, isCollection ? null : column)} v${stored?.version ?? ''}`;
}

/** The stored schema, parsed; null where there is none or it is no schema. */
function shownSchema(facts: SchemaFacts | null): ShownSchema | null {
  if (facts?.stored == null) return null;
  const { name, primaryKey, schema: text, fields } = facts.stored;
  const schema = parseSchema(text);
  if (schema === null) return null;
  return {
    name,
    // Documents of other tables have no field for an id.
    primaryKey: facts.isCollection ? primaryKey : '',
    schema,
    fields: fields.map(({ column: _column, ...field }) => field),
  };
}
