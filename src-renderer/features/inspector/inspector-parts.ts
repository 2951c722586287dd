import { lazyPart } from '../../lib/lazy-part.tsx';

/* What the inspector does not need for its first row. Loaded when nothing else is to be done. */
const tree = lazyPart(() => import('./tree-view.tsx').then(({ TreeView }) => TreeView));
const json = lazyPart(() => import('./json-view.tsx').then(({ JsonView }) => JsonView));
const related = lazyPart(() => import('./related-view.tsx').then(({ RelatedView }) => RelatedView));

export const TreeView = tree.Part;
export const JsonView = json.Part;
export const RelatedView = related.Part;

/** Loads all parts. Failures show when a part is drawn. */
export async function preloadInspectorParts(): Promise<void> {
  for (const part of [tree, json, related]) await part.preload().catch(() => null);
}
