import { COVER_SIZE, encodePng } from './png.ts';
import type { Random } from './random.ts';
import * as words from './words.ts';

/** Rows of one table, in the order of `columns`. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null | Uint8Array)[])[];
}

const ARTISTS = 118;
const ALBUMS = 176;
const CUSTOMERS = 59;
const INVOICES = 412;
const DAY = 86_400_000;
/** The sample's "today". */
const NOW = Date.UTC(2026, 10, 22, 21, 40);

/** All rows of the plain tables. The trigger on invoice_items makes the totals of the invoices. */
export function makeShop(random: Random): readonly TableRows[] {
  const artists = makeArtists(random);
  const albums = makeAlbums(random);
  const tracks = makeTracks(random, albums);
  const customers = makeCustomers(random);
  const invoices = makeInvoices(random, customers);
  return [
    { table: 'artists', columns: ['artist_id', 'name', 'formed_in'], rows: artists },
    { table: 'albums', columns: ['album_id', 'title', 'artist_id', 'released', 'rating'], rows: albums },
    { table: 'genres', columns: ['genre_id', 'name'], rows: numbered(words.genres) },
    { table: 'media_types', columns: ['media_type_id', 'name'], rows: numbered(words.mediaTypes) },
    tracks,
    {
      table: 'employees',
      columns: ['employee_id', 'name', 'title', 'reports_to', 'hired_on'],
      rows: makeEmployees(random),
    },
    {
      table: 'customers',
      columns: ['customer_id', 'name', 'city', 'country', 'rep_id', 'email', 'phone', 'joined_at', 'note'],
      rows: customers,
    },
    invoices,
    {
      table: 'invoice_items',
      columns: ['invoice_id', 'track_id', 'unit_price', 'qty'],
      rows: makeItems(random, tracks.rows),
    },
    { table: 'playlists', columns: ['playlist_id', 'name'], rows: numbered(words.playlists) },
    {
      table: 'playlist_track',
      columns: ['playlist_id', 'track_id'],
      rows: makePlaylistTracks(random, tracks.rows),
    },
  ];
}

/** `2026-11-22 21:40:00`, as SQLite writes it. */
export function dateTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** A moment of the last `days` days. */
export function recent(random: Random, days: number): number {
  return NOW - Math.floor(random.next() * days * DAY);
}

function numbered(names: readonly string[]): TableRows['rows'] {
  return names.map((name, index) => [index + 1, name]);
}

function title(random: Random): string {
  const [adjective, noun] = [random.pick(words.adjectives), random.pick(words.nouns)];
  switch (random.between(0, 5)) {
    case 0:
      return noun;
    case 1:
      return `${adjective} ${noun} (Part ${random.pick(['I', 'II', 'III'])})`;
    case 2:
      return `${noun} and ${random.pick(words.nouns)}`;
    case 3:
      return `The ${noun} at ${random.pick(words.places).city}`;
    default:
      return `${adjective} ${noun}`;
  }
}

function makeArtists(random: Random): TableRows['rows'] {
  const names = new Set<string>();
  while (names.size < ARTISTS) {
    const isPerson = random.chance(0.4);
    names.add(
      isPerson
        ? `${random.pick(words.givenNames)} ${random.pick(words.familyNames)}`
        : random.pick(words.bandForms).replace('#', random.pick(words.nouns)),
    );
  }
  return [...names].map((name, index) => [
    index + 1,
    name,
    random.chance(0.15) ? null : random.between(1954, 2024),
  ]);
}

function makeAlbums(random: Random): TableRows['rows'] {
  return Array.from({ length: ALBUMS }, (_, index) => [
    index + 1,
    title(random),
    index < ARTISTS ? index + 1 : random.between(1, ARTISTS),
    random.chance(0.1) ? null : dateTime(recent(random, 15_000)).slice(0, 10),
    random.chance(0.25) ? null : random.between(10, 50) / 10,
  ]);
}

function makeTracks(random: Random, albums: TableRows['rows']): TableRows {
  const rows: (string | number | null | Uint8Array)[][] = [];
  for (const [album] of albums) {
    const length = random.between(6, 13);
    const composer = random.chance(0.2)
      ? null
      : `${random.pick(words.givenNames).slice(0, 1)}. ${random.pick(words.familyNames)}`;
    const cover = random.chance(0.6) ? makeCover(random) : null;
    const price = random.pick([0.99, 0.99, 0.99, 1.29, 1.5]);
    const mediaType = random.between(1, words.mediaTypes.length);
    const genre = random.chance(0.06) ? null : random.between(1, words.genres.length);
    for (let number = 0; number < length; number += 1) {
      rows.push([
        // Gaps, as deleted rows leave them.
        ((rows.at(-1)?.[0] as number | undefined) ?? 0) + (random.chance(0.04) ? 2 : 1),
        title(random),
        random.chance(0.01) ? null : (album ?? null),
        random.chance(0.1) ? null : composer,
        random.between(61_000, 540_000),
        price,
        number === 0 ? cover : null,
        random.chance(0.3) ? null : JSON.stringify(random.sample(words.tags, random.between(0, 5))),
        genre,
        mediaType,
        dateTime(recent(random, 2000)),
      ]);
    }
  }
  return {
    table: 'tracks',
    columns: [
      'track_id',
      'title',
      'album_id',
      'composer',
      'duration_ms',
      'price',
      'cover',
      'tags',
      'genre_id',
      'media_type_id',
      'added_at',
    ],
    rows,
  };
}

/** Rings and hills in 16 colours of one hue. */
function makeCover(random: Random): Buffer {
  const hue = random.next() * 6;
  const palette = Array.from({ length: 16 }, (_, shade) => {
    const channel = (shift: number): number =>
      Math.round((0.5 + 0.5 * Math.cos(hue + shift)) * 120 + shade * 8);
    return [channel(0), channel(2.1), channel(4.2)] as const;
  });
  const [x0, y0, step] = [random.between(0, COVER_SIZE), random.between(0, COVER_SIZE), random.between(2, 6)];
  const [waves, height] = [random.between(4, 11), random.between(14, 32)];
  return encodePng((x, y) => {
    const isHill = y > height + Math.round(4 * Math.sin(x / waves));
    return isHill ? (x + y) % 4 : 4 + (Math.floor(Math.hypot(x - x0, y - y0) / step) % 12);
  }, palette);
}

function makeEmployees(random: Random): TableRows['rows'] {
  const titles = [
    'Manager',
    'Sales lead',
    'Sales agent',
    'Sales agent',
    'Sales agent',
    'Stock lead',
    'Stock clerk',
    'Bookkeeper',
  ];
  const bosses = [null, 1, 2, 2, 2, 1, 6, 1];
  return titles.map((role, index) => [
    index + 1,
    personName(random),
    role,
    bosses[index] ?? null,
    dateTime(recent(random, 4000)).slice(0, 10),
  ]);
}

export function personName(random: Random): string {
  return `${random.pick(words.givenNames)} ${random.pick(words.familyNames)}`;
}

/** An address that can reach nobody: example is a reserved name (RFC 2606). */
export function emailOf(name: string, number: number): string {
  const ascii = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-zA-Z]+/gu, '.')
    .toLowerCase();
  return `${ascii}.${number}@mail.example`;
}

function makeCustomers(random: Random): TableRows['rows'] {
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const name = personName(random);
    const { city, country } = random.pickSkewed(words.places);
    return [
      index + 1,
      name,
      city,
      country,
      random.chance(0.2) ? null : random.between(3, 5),
      random.chance(0.08) ? null : emailOf(name, index + 1),
      random.chance(0.5) ? null : `+00 ${random.between(100, 999)} ${random.between(1000, 9999)}`,
      dateTime(recent(random, 1800)),
      random.chance(0.85)
        ? null
        : random.pick(['', 'Prefers vinyl.', 'Calls back on Mondays.\nNot before ten.']),
    ];
  });
}

function makeInvoices(random: Random, customers: TableRows['rows']): TableRows {
  const dates = Array.from({ length: INVOICES }, () => recent(random, 420)).sort((a, b) => a - b);
  return {
    table: 'invoices',
    columns: [
      'invoice_id',
      'customer_id',
      'invoice_date',
      'billing_address',
      'billing_city',
      'billing_country',
      'billing_postcode',
      'meta',
    ],
    rows: dates.map((date, index) => {
      const [customer, , city, country] = random.pick(customers);
      const place = words.places.find((each) => each.city === city);
      return [
        index + 1,
        customer ?? null,
        dateTime(date),
        random.chance(0.05) ? null : `${random.between(1, 140)} ${random.pick(words.streets)}`,
        city ?? null,
        country ?? null,
        random.chance(0.1) ? null : (place?.postcode ?? null),
        random.chance(0.7)
          ? '{}'
          : JSON.stringify({ channel: random.pick(['web', 'shop', 'phone']), gift: random.chance(0.2) }),
      ];
    }),
  };
}

function makeItems(random: Random, tracks: TableRows['rows']): TableRows['rows'] {
  const rows: (number | string | null | Uint8Array)[][] = [];
  for (let invoice = 1; invoice <= INVOICES; invoice += 1) {
    for (let item = random.between(1, 6); item > 0; item -= 1) {
      const track = random.pickSkewed(tracks);
      rows.push([invoice, track[0] ?? null, track[5] ?? null, random.chance(0.9) ? 1 : random.between(2, 4)]);
    }
  }
  return rows;
}

function makePlaylistTracks(random: Random, tracks: TableRows['rows']): TableRows['rows'] {
  const rows: (number | string | null | Uint8Array)[][] = [];
  // The last list stays empty.
  for (let playlist = 1; playlist < words.playlists.length; playlist += 1) {
    const size = playlist === 1 ? tracks.length : random.between(12, 120);
    for (const [track] of random.sample(tracks, size)) rows.push([playlist, track ?? null]);
  }
  return rows;
}
