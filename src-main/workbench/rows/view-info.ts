import type { ViewInfo, ViewProgress } from '../../../src-preload/contract/index.ts';
import type { OpenViewOptions } from './open-view-options.ts';

/** A view as its client knows it. `limitedTo`: rows that are kept of it, where it has more. */
export function viewInfoOf(
  { id, file, shape, sort, filter }: OpenViewOptions,
  progress: ViewProgress,
  limitedTo: number | null,
): ViewInfo {
  return {
    view: id,
    file: file.info.id,
    object: shape.facts.name,
    kind: shape.kind,
    columns: shape.columns.map(({ info }) => info),
    keyKind: shape.keyKind,
    keyColumns: [...shape.keyColumns],
    sort: [...sort],
    filter: [...filter],
    progress,
    limitedTo,
  };
}
