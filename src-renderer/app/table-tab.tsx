import { type ReactNode, useCallback, useMemo } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { TablePlace } from '../../src-preload/contract/session.ts';
import type { ObjectPlace } from '../lib/cells/focused-row.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { Inspector, RowsView, SchemaView, StructureView } from './parts.ts';
import type { Status } from './status.ts';
import { hasSchema, type InitialRows, type ObjectTab } from './tab.ts';
import type { TablePlaces } from './table-places.ts';

export interface TableTabProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly tab: ObjectTab;
  readonly objects: readonly CatalogObject[];
  readonly isInspectorOpen: boolean;
  readonly inspectorWidth: number;
  readonly relatedWidth: number;
  readonly onToggleInspector: () => void;
  readonly onInspectorWidth: (width: number, isRelated: boolean) => void;
  /** A preview becomes a tab that stays. */
  readonly onKeep: (id: string) => void;
  readonly onMode: (id: string, mode: ObjectTab['mode']) => void;
  readonly onOpen: (file: string, object: CatalogObject, initial: InitialRows) => void;
  readonly onStatus: (id: string, status: Status) => void;
  readonly places: TablePlaces;
}

/** The tab of a table, collection or view: its rows with the inspector, or its structure. */
export function TableTab(props: TableTabProps) {
  const { client, file, tab, objects, onMode, onOpen, onStatus, places } = props;
  const onPlace = useCallback((place: TablePlace) => places.set(tab.id, place), [places, tab.id]);
  const status = useCallback((value: Status) => onStatus(tab.id, value), [onStatus, tab.id]);
  const openPlace = useCallback(
    ({ object: name, filter, key }: ObjectPlace) => {
      // Names of SQLite are the same in upper and lower case; a key may have been declared either way.
      const wanted = name.toLowerCase();
      const object =
        objects.find((other) => other.name === name) ??
        objects.find((other) => other.name.toLowerCase() === wanted);
      if (object === undefined) return;
      onOpen(file.id, object, {
        ...(filter !== undefined && { filter }),
        ...(key !== undefined && { key }),
      });
    },
    [objects, onOpen, file.id],
  );
  const { onKeep } = props;
  const keep = useCallback(() => onKeep(tab.id), [onKeep, tab.id]);
  const follow = useCallback((object: string) => openPlace({ object }), [openPlace]);
  const modes = useMemo<ReactNode>(
    () => (
      <SegmentedControl
        label="What is shown"
        value={tab.mode}
        segments={[
          { value: 'rows', label: tab.object.kind === 'collection' ? 'Documents' : 'Rows' },
          ...(hasSchema(tab.object) ? [{ value: 'schema' as const, label: 'Schema' }] : []),
          { value: 'structure', label: 'Structure' },
        ]}
        onChange={(mode) => onMode(tab.id, mode)}
      />
    ),
    [tab.id, tab.mode, tab.object, onMode],
  );
  if (tab.mode === 'structure') {
    return (
      <StructureView
        client={client}
        file={file}
        object={tab.object.name}
        toolbarStart={modes}
        onFollow={follow}
        onStatus={status}
      />
    );
  }
  if (tab.mode === 'schema') {
    return (
      <SchemaView
        client={client}
        file={file}
        object={tab.object.name}
        toolbarStart={modes}
        onFollow={follow}
        onOpenDocument={(key) => openPlace({ object: tab.object.name, key })}
        onFilter={(term) => openPlace({ object: tab.object.name, filter: [term] })}
        onStatus={status}
      />
    );
  }
  return (
    <RowsView
      client={client}
      file={file}
      object={tab.object}
      initial={tab.initial}
      wanted={tab.wanted}
      place={places.get(tab.id) ?? tab.place}
      onPlace={onPlace}
      onLeave={places.onLeave}
      toolbarStart={modes}
      isInspectorOpen={props.isInspectorOpen}
      onToggleInspector={props.onToggleInspector}
      inspectorWidth={props.inspectorWidth}
      relatedWidth={props.relatedWidth}
      onInspectorWidth={props.onInspectorWidth}
      onEdit={keep}
      onOpenObject={openPlace}
      onStatus={status}
      renderInspector={(row) => <Inspector {...row} />}
    />
  );
}
