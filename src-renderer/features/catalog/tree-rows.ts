import type { CatalogObject, ObjectKind } from '../../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { Failure } from '../../lib/failure.ts';
import type { Catalogs } from './catalog-state.ts';

interface Line {
  /** Unique in the tree; also made into the DOM id. */
  readonly id: string;
  readonly parent: string | null;
  readonly level: 1 | 2 | 3;
  readonly name: string;
  readonly file: OpenFileInfo;
}

/** One visible line of the tree. */
export type TreeLine =
  | (Line & { readonly kind: 'file'; readonly isExpanded: boolean })
  | (Line & { readonly kind: 'section'; readonly isExpanded: boolean; readonly count: number })
  | (Line & { readonly kind: 'object'; readonly object: CatalogObject })
  | (Line & { readonly kind: 'loading' })
  | (Line & { readonly kind: 'failed'; readonly failure: Failure })
  | (Line & { readonly kind: 'empty' });

/** Objects of a file that stand together. */
export interface CatalogSection {
  readonly key: string;
  readonly label: string;
  readonly kinds: readonly ObjectKind[];
  /** Folded until it is opened. */
  readonly isFolded: boolean;
}

/** The sections of a file in their order. */
export const catalogSections: readonly CatalogSection[] = [
  { key: 'collections', label: 'Collections', kinds: ['collection'], isFolded: false },
  { key: 'tables', label: 'Tables', kinds: ['table'], isFolded: false },
  { key: 'virtual', label: 'Virtual tables', kinds: ['virtual'], isFolded: false },
  { key: 'views', label: 'Views', kinds: ['view'], isFolded: false },
  { key: 'internal', label: 'Internal', kinds: ['shadow', 'system'], isFolded: true },
];

/** Ids of lines whose fold is not as it is by default. */
export type Toggled = ReadonlySet<string>;

/**
 * The lines of the tree in order. A filter matches any part of a name, whatever its case, shows what it finds in
 * folded parts too, and leaves out files in which nothing was found.
 */
export function treeLines(
  files: readonly OpenFileInfo[],
  catalogs: Catalogs,
  toggled: Toggled,
  filter: string,
): readonly TreeLine[] {
  const wanted = filter.trim().toLocaleLowerCase();
  return files.flatMap((file) => fileLines(file, catalogs, toggled, wanted));
}

/** The id of a file's line. */
export function fileLineId(file: string): string {
  return `${file}/file`;
}

/** The id of an object's line. */
export function objectLineId(file: string, object: string): string {
  return `${file}/object/${object}`;
}

function fileLines(
  file: OpenFileInfo,
  catalogs: Catalogs,
  toggled: Toggled,
  wanted: string,
): readonly TreeLine[] {
  const id = fileLineId(file.id);
  const isFiltered = wanted !== '';
  const isExpanded = isFiltered || !toggled.has(id);
  const head: TreeLine = { kind: 'file', id, parent: null, level: 1, name: file.name, file, isExpanded };
  const state = catalogs.get(file.id) ?? { kind: 'loading' };
  if (!isExpanded) return [head];
  const below = { parent: id, level: 2 as const, file };
  if (state.kind === 'loading')
    return [head, { ...below, kind: 'loading', id: `${id}/loading`, name: 'Reading' }];
  if (state.kind === 'failed') {
    const { failure } = state;
    return [head, { ...below, kind: 'failed', id: `${id}/failed`, name: failure.message, failure }];
  }
  const lines = catalogSections.flatMap((section) =>
    sectionLines(file, id, section, state.objects, toggled, wanted),
  );
  if (lines.length > 0) return [head, ...lines];
  if (isFiltered) return [];
  return [head, { ...below, kind: 'empty', id: `${id}/empty`, name: 'No tables yet' }];
}

function sectionLines(
  file: OpenFileInfo,
  fileLine: string,
  section: CatalogSection,
  objects: readonly CatalogObject[],
  toggled: Toggled,
  wanted: string,
): readonly TreeLine[] {
  const found = objects.filter(
    ({ kind, name }) => section.kinds.includes(kind) && name.toLocaleLowerCase().includes(wanted),
  );
  if (found.length === 0) return [];
  const id = `${file.id}/section/${section.key}`;
  const isExpanded = wanted !== '' || toggled.has(id) === section.isFolded;
  const head: TreeLine = {
    kind: 'section',
    id,
    parent: fileLine,
    level: 2,
    name: section.label,
    file,
    isExpanded,
    count: found.length,
  };
  if (!isExpanded) return [head];
  return [
    head,
    ...found.map(
      (object): TreeLine => ({
        kind: 'object',
        id: objectLineId(file.id, object.name),
        parent: id,
        level: 3,
        name: object.name,
        file,
        object,
      }),
    ),
  ];
}
