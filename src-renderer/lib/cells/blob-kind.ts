/** What the first bytes of a BLOB look like. */
export interface BlobKind {
  /** For people, such as "JPEG" or "PDF"; null if it is not recognised. */
  readonly name: string | null;
  /** Set for images that a browser draws. */
  readonly imageType: string | null;
}

interface Signature {
  readonly name: string;
  readonly imageType?: string;
  readonly offset?: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { name: 'PNG', imageType: 'image/png', bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { name: 'JPEG', imageType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { name: 'GIF', imageType: 'image/gif', bytes: ascii('GIF8') },
  { name: 'WebP', imageType: 'image/webp', offset: 8, bytes: ascii('WEBP') },
  { name: 'AVIF', imageType: 'image/avif', offset: 4, bytes: ascii('ftypavif') },
  { name: 'BMP', imageType: 'image/bmp', bytes: ascii('BM') },
  { name: 'icon', imageType: 'image/x-icon', bytes: [0, 0, 1, 0] },
  { name: 'PDF', bytes: ascii('%PDF-') },
  { name: 'ZIP', bytes: [...ascii('PK'), 3, 4] },
  { name: 'gzip', bytes: [0x1f, 0x8b] },
  { name: 'Zstandard', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'SQLite', bytes: ascii('SQLite format 3\0') },
  { name: 'binary plist', bytes: ascii('bplist0') },
  { name: 'GeoPackage geometry', bytes: [...ascii('GP'), 0] },
  { name: 'MP3', bytes: ascii('ID3') },
  { name: 'Ogg', bytes: ascii('OggS') },
  { name: 'FLAC', bytes: ascii('fLaC') },
];

const UNKNOWN: BlobKind = { name: null, imageType: null };

/** Recognises a BLOB by its first bytes; 32 of them are enough. */
export function blobKindOf(head: Uint8Array): BlobKind {
  const found = SIGNATURES.find(({ offset = 0, bytes }) =>
    bytes.every((byte, index) => head[offset + index] === byte),
  );
  return found === undefined ? UNKNOWN : { name: found.name, imageType: found.imageType ?? null };
}
