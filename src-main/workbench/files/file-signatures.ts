/** What a file is, by fixed bytes at a fixed place. */
export interface FileSignature {
  /** With its article, so that it can follow "so it is". */
  readonly what: string;
  readonly offset: number;
  /** Latin-1 text; each character is one byte. */
  readonly bytes: string;
}

const at = (offset: number, bytes: string, what: string): FileSignature => ({ what, offset, bytes });

/**
 * Formats met under the names of databases, the most telling first. From the formats' own specifications and the
 * magic database of file(1).
 */
export const fileSignatures: readonly FileSignature[] = [
  at(0, '** This file contains an SQLite 2', 'a SQLite 2 database'),
  at(0, '\x37\x7f\x06\x82', 'the write-ahead log of a SQLite database'),
  at(0, '\x37\x7f\x06\x83', 'the write-ahead log of a SQLite database'),
  at(0, '\xd9\xd5\x05\xf9\x20\xa1\x63\xd7', 'the rollback journal of a SQLite database'),
  at(0, '\x18\xe2\x2d\x00', 'the shared memory of a SQLite database'),
  at(8, 'DUCK', 'a DuckDB database'),
  at(16, 'T-DB', 'a Realm database'),
  at(0, '\x00\x01\x00\x00Standard Jet DB', 'a Microsoft Access database'),
  at(0, '\x00\x01\x00\x00Standard ACE DB', 'a Microsoft Access database'),
  at(12, '\x61\x15\x06\x00', 'a Berkeley DB hash file'),
  at(12, '\x00\x06\x15\x61', 'a Berkeley DB hash file'),
  at(12, '\x62\x31\x05\x00', 'a Berkeley DB b-tree file'),
  at(12, '\x00\x05\x31\x62', 'a Berkeley DB b-tree file'),
  at(0, '\x00\x06\x15\x61', 'a Berkeley DB 1.85 hash file'),
  at(0, '\x61\x15\x06\x00', 'a Berkeley DB 1.85 hash file'),
  at(0, '\x00\x05\x31\x62', 'a Berkeley DB 1.85 b-tree file'),
  at(0, '\x62\x31\x05\x00', 'a Berkeley DB 1.85 b-tree file'),
  at(0, '\xce\x9a\x57\x13', 'a GDBM database'),
  at(0, '\xcd\x9a\x57\x13', 'a GDBM database'),
  at(0, '\xcf\x9a\x57\x13', 'a GDBM database'),
  at(0, '\x13\x57\x9a\xce', 'a GDBM database'),
  at(16, '\xde\xc0\xef\xbe', 'an LMDB database'),
  at(4, '\xef\xcd\xab\x89', 'a Microsoft ESE database'),
  at(0, 'H2encrypt', 'an encrypted H2 database'),
  at(0, '-- H2 0.5/B --', 'an H2 database'),
  at(0, 'H:2,block', 'an H2 database'),
  at(0, '\x03\xd9\xa2\x9a', 'a KeePass database'),
  at(0, 'PAR1', 'a Parquet file'),
  at(0, 'ARROW1', 'an Arrow file'),
  at(0, 'Obj\x01', 'an Avro file'),
  at(0, '\x89HDF\r\n\x1a\n', 'an HDF5 file'),
  at(0, 'REDIS0', 'a Redis dump'),
  at(0, 'PGDMP', 'a PostgreSQL dump'),
  at(0, 'version https://git-lfs.github.com/spec/', 'a Git LFS pointer; the file itself was not downloaded'),
  at(0, '%PDF-', 'a PDF document'),
  at(0, 'PK\x03\x04', 'a ZIP archive'),
  at(0, 'PK\x05\x06', 'an empty ZIP archive'),
  at(0, '\x89PNG\r\n\x1a\n', 'a PNG image'),
  at(0, '\xff\xd8\xff', 'a JPEG image'),
  at(0, 'GIF8', 'a GIF image'),
  at(8, 'WEBP', 'a WebP image'),
  at(8, 'WAVE', 'a WAV recording'),
  at(4, 'ftyp', 'an MP4 or HEIC file'),
  at(0, 'ID3', 'an MP3 recording'),
  at(0, 'OggS', 'an Ogg file'),
  at(0, '\x1f\x8b', 'a gzip archive'),
  at(0, 'BZh', 'a bzip2 archive'),
  at(0, '\xfd7zXZ\x00', 'an xz archive'),
  at(0, '\x28\xb5\x2f\xfd', 'a Zstandard archive'),
  at(0, '\x04\x22\x4d\x18', 'an LZ4 archive'),
  at(0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'),
  at(0, 'Rar!\x1a\x07', 'a RAR archive'),
  at(257, 'ustar', 'a tar archive'),
  at(
    0,
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'a Microsoft compound file, such as Thumbs.db or an old Office document',
  ),
  at(0, 'bplist00', 'a property list'),
  at(0, '\x7fELF', 'a program'),
  at(0, 'MZ', 'a Windows program'),
  at(0, '{\\rtf', 'an RTF document'),
];
