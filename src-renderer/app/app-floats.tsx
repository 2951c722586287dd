import type { Client } from '../../src-preload/client.ts';
import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { type Catalogs, objectsOf } from '../features/catalog/catalog-state.ts';
import type { PaletteProps } from './palette.tsx';
import { FileChooser, KeysDialog, NewCollection, Palette } from './parts.ts';

/** What floats over the window; at most one at a time. */
export type Float =
  | { readonly kind: 'chooser'; readonly name: string | null }
  | { readonly kind: 'newCollection'; readonly file: OpenFileInfo }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' };

/** What was found in the palette. */
export type FoundTarget = Parameters<PaletteProps['onOpen']>[0];

export interface AppFloatsProps {
  readonly client: Client;
  readonly float: Float | null;
  readonly files: readonly OpenFileInfo[];
  readonly catalogs: Catalogs;
  readonly countOf: PaletteProps['countOf'];
  readonly onClose: () => void;
  readonly onOpenPath: (path: string, readOnly?: boolean) => void;
  readonly onOpenObject: (file: string, object: CatalogObject, isPreview: boolean) => void;
  readonly onOpenFound: PaletteProps['onOpen'];
  readonly onChangeKeys: () => void;
}

/** The file chooser, the palette or the key help. */
export function AppFloats(props: AppFloatsProps) {
  const { client, float, files, onClose } = props;
  switch (float?.kind) {
    case 'chooser':
      return (
        <FileChooser
          client={client}
          openPaths={files.map(({ path }) => path)}
          wantedName={float.name}
          onClose={onClose}
          onOpen={(path, readOnly) => {
            onClose();
            props.onOpenPath(path, readOnly);
          }}
        />
      );
    case 'newCollection': {
      const { id, name } = float.file;
      return (
        <NewCollection
          client={client}
          file={id}
          fileName={name}
          taken={objectsOf(props.catalogs, id).map((object) => object.name)}
          onClose={onClose}
          onMade={(made) => {
            onClose();
            props.onOpenObject(id, { name: made, kind: 'collection', error: null }, false);
          }}
        />
      );
    }
    case 'palette':
      return (
        <Palette
          client={client}
          files={files}
          catalogs={props.catalogs}
          countOf={props.countOf}
          onClose={onClose}
          onOpen={props.onOpenFound}
        />
      );
    case 'keys':
      return (
        <KeysDialog
          client={client}
          onClose={onClose}
          onChange={() => {
            onClose();
            props.onChangeKeys();
          }}
        />
      );
    default:
      return null;
  }
}
