import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { Failure } from '../../lib/failure.ts';

/** What is known of the objects of one file. Old objects stay while they are read again. */
export type CatalogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly objects: readonly CatalogObject[] };

/** Catalogs by file id. */
export type Catalogs = ReadonlyMap<string, CatalogState>;

/** The objects of a file; empty while they are not known. */
export function objectsOf(catalogs: Catalogs, file: string): readonly CatalogObject[] {
  const state = catalogs.get(file);
  return state?.kind === 'ready' ? state.objects : [];
}
