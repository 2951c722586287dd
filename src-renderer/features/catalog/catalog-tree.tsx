import { Copy, ExternalLink, Info, RefreshCw, Sigma, Table2, X } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { copyText } from '../../lib/copy-text.ts';
import { Button } from '../../ui/button.tsx';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import type { Catalogs } from './catalog-state.ts';
import styles from './catalog-tree.module.css';
import type { RowCounts } from './row-counts.ts';
import { treeKey, typeAhead } from './tree-keys.ts';
import { TreeLineView } from './tree-line.tsx';
import { objectLineId, type Toggled, type TreeLine, treeLines } from './tree-rows.ts';

/** Opens an object of a file. */
export interface OpenObjectRequest {
  readonly file: string;
  readonly object: CatalogObject;
  readonly isPreview: boolean;
  readonly mode?: 'rows' | 'structure';
  readonly asTable?: boolean;
}

export interface CatalogTreeProps {
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly counts: RowCounts;
  readonly filter: string;
  readonly selected: { readonly file: string; readonly object: string } | null;
  readonly onOpen: (request: OpenObjectRequest) => void;
  readonly onReload: (file: string) => void;
  readonly onDetails: (file: OpenFileInfo) => void;
  readonly onCloseFile: (file: OpenFileInfo) => void;
  readonly onClearFilter: () => void;
}

const TYPE_AHEAD_MILLISECONDS = 700;

/** Every open file with its collections, tables and views, as one tree. */
export function CatalogTree(props: CatalogTreeProps) {
  const { files, catalogs, counts, filter, selected, onOpen } = props;
  const [toggled, setToggled] = useState<Toggled>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const lines = useMemo(
    () => treeLines(files, catalogs, toggled, filter),
    [files, catalogs, toggled, filter],
  );
  const siblings = useMemo(() => siblingPlaces(lines), [lines]);
  const selectedId = selected === null ? null : objectLineId(selected.file, selected.object);
  const focusable =
    lines.find((line) => line.id === focused)?.id ??
    lines.find((line) => line.id === selectedId)?.id ??
    lines[0]?.id;

  useEffect(() => {
    if (selectedId !== null) lineElement(tree.current, selectedId)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);

  const toggle = useCallback((id: string) => {
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const open = useCallback(
    (line: TreeLine, isPreview: boolean) => {
      if (line.kind === 'object') onOpen({ file: line.file.id, object: line.object, isPreview });
    },
    [onOpen],
  );
  const click = useCallback(
    (line: TreeLine) =>
      line.kind === 'file' || line.kind === 'section' ? toggle(line.id) : open(line, true),
    [toggle, open],
  );
  const doubleClick = useCallback((line: TreeLine) => open(line, false), [open]);

  function press(event: KeyboardEvent): void {
    if (focusable === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeKey(lines, focusable, event.key);
    if (action !== undefined) {
      event.preventDefault();
      if (action.kind === 'focus') lineElement(tree.current, action.id)?.focus();
      else if (action.kind === 'toggle') toggle(action.id);
      else {
        const line = lines.find(({ id }) => id === action.id);
        if (line !== undefined) open(line, action.isPreview);
      }
      return;
    }
    if (event.key.length !== 1) return;
    const isNew = event.timeStamp - typed.current.at > TYPE_AHEAD_MILLISECONDS;
    typed.current = { text: (isNew ? '' : typed.current.text) + event.key, at: event.timeStamp };
    const found = typeAhead(lines, focusable, typed.current.text);
    if (found !== undefined) lineElement(tree.current, found)?.focus();
  }

  function menu(target: Element): readonly MenuEntry[] {
    const id = target.closest('[data-line]')?.getAttribute('data-line');
    const line = lines.find((other) => other.id === id);
    return line === undefined ? [] : lineMenu(line, props);
  }

  if (lines.length === 0 && filter.trim() !== '') {
    return (
      <EmptyState
        title="No name matches"
        actions={<Button onClick={props.onClearFilter}>Clear filter</Button>}
      >
        <code>{filter}</code>
      </EmptyState>
    );
  }
  return (
    <ContextMenu entries={menu}>
      <div ref={tree} className={styles.tree} role="tree" aria-label="Databases" onKeyDown={press}>
        {lines.map((line) => (
          <TreeLineView
            key={line.id}
            line={line}
            counts={counts}
            isSelected={line.id === selectedId}
            isFocusable={line.id === focusable}
            setSize={siblings.get(line.id)?.size ?? 1}
            position={siblings.get(line.id)?.position ?? 1}
            onClick={click}
            onDoubleClick={doubleClick}
            onFocus={setFocused}
          />
        ))}
      </div>
    </ContextMenu>
  );
}

function lineElement(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`) ?? null;
}

interface Place {
  readonly size: number;
  readonly position: number;
}

/** Place of each line among its siblings, for screen readers. */
function siblingPlaces(lines: readonly TreeLine[]): ReadonlyMap<string, Place> {
  const groups = Map.groupBy(lines, (line) => line.parent);
  const places = new Map<string, Place>();
  for (const group of groups.values()) {
    for (const [index, line] of group.entries())
      places.set(line.id, { size: group.length, position: index + 1 });
  }
  return places;
}

function lineMenu(line: TreeLine, props: CatalogTreeProps): readonly MenuEntry[] {
  const { file } = line;
  if (line.kind === 'object') {
    const { object } = line;
    const request = { file: file.id, object, isPreview: false };
    return [
      { label: 'Open rows', icon: <Table2 />, onSelect: () => props.onOpen({ ...request, mode: 'rows' }) },
      {
        label: 'Open structure',
        icon: <Info />,
        onSelect: () => props.onOpen({ ...request, mode: 'structure' }),
      },
      ...(object.kind === 'collection'
        ? [
            {
              label: 'Open as the plain table',
              icon: <ExternalLink />,
              onSelect: () => props.onOpen({ ...request, mode: 'rows' as const, asTable: true }),
            },
          ]
        : []),
      { kind: 'separator' },
      {
        label: 'Count rows',
        icon: <Sigma />,
        onSelect: () => props.counts.request(file.id, object.name, true),
      },
      {
        label: 'Copy name',
        icon: <Copy />,
        onSelect: () => void copyText(object.name, 'Name copied'),
      },
    ];
  }
  return [
    { label: 'File details', icon: <Info />, onSelect: () => props.onDetails(file) },
    { label: 'Read the names again', icon: <RefreshCw />, onSelect: () => props.onReload(file.id) },
    { label: 'Copy path', icon: <Copy />, onSelect: () => void copyText(file.path, 'Path copied') },
    { kind: 'separator' },
    { label: `Close ${file.name}`, icon: <X />, onSelect: () => props.onCloseFile(file) },
  ];
}
