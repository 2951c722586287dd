/** The tables, indexes, views and the trigger of the sample, in the order in which they are made. */
export const schema = `
CREATE TABLE artists (
  artist_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  formed_in INTEGER CHECK (formed_in BETWEEN 1900 AND 2100)
);

CREATE TABLE albums (
  album_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  artist_id INTEGER NOT NULL REFERENCES artists ON DELETE CASCADE,
  released DATE,
  rating REAL
);
CREATE INDEX ix_albums_artist ON albums (artist_id);

CREATE TABLE genres (genre_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE media_types (media_type_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE tracks (
  track_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  album_id INTEGER REFERENCES albums,
  composer TEXT,
  duration_ms INTEGER NOT NULL CHECK (duration_ms > 0),
  price NUMERIC NOT NULL DEFAULT 0.99,
  cover BLOB,
  tags TEXT CHECK (tags IS NULL OR json_valid(tags)),
  genre_id INTEGER REFERENCES genres,
  media_type_id INTEGER NOT NULL REFERENCES media_types,
  added_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX ix_tracks_title ON tracks (title);
CREATE INDEX ix_tracks_album ON tracks (album_id);

CREATE TABLE employees (
  employee_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  title TEXT,
  reports_to INTEGER REFERENCES employees,
  hired_on DATE
);

CREATE TABLE customers (
  customer_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT,
  country TEXT,
  rep_id INTEGER REFERENCES employees ON DELETE SET NULL,
  email TEXT UNIQUE,
  phone TEXT,
  joined_at DATETIME,
  note TEXT
);
CREATE INDEX ix_customers_name ON customers (name COLLATE NOCASE);

CREATE TABLE invoices (
  invoice_id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers ON DELETE RESTRICT,
  invoice_date DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  billing_address TEXT,
  billing_city TEXT,
  billing_country TEXT,
  billing_postcode TEXT,
  total NUMERIC NOT NULL DEFAULT 0 CHECK (total >= 0),
  meta TEXT DEFAULT '{}' CHECK (json_valid(meta))
);
CREATE INDEX ix_invoices_customer ON invoices (customer_id);
CREATE INDEX ix_invoices_country ON invoices (billing_country, invoice_date DESC);

CREATE TABLE invoice_items (
  item_id INTEGER PRIMARY KEY,
  invoice_id INTEGER NOT NULL REFERENCES invoices ON DELETE CASCADE,
  track_id INTEGER NOT NULL REFERENCES tracks,
  unit_price NUMERIC NOT NULL,
  qty INTEGER NOT NULL DEFAULT 1 CHECK (qty > 0),
  line_total NUMERIC AS (unit_price * qty) VIRTUAL
);
CREATE INDEX ix_items_invoice ON invoice_items (invoice_id);
CREATE INDEX ix_items_track ON invoice_items (track_id);

CREATE TABLE playlists (playlist_id INTEGER PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE playlist_track (
  playlist_id INTEGER NOT NULL REFERENCES playlists ON DELETE CASCADE,
  track_id INTEGER NOT NULL REFERENCES tracks ON DELETE CASCADE,
  PRIMARY KEY (playlist_id, track_id)
) WITHOUT ROWID;

CREATE TABLE carts (_id TEXT PRIMARY KEY, doc BLOB NOT NULL, _version INTEGER NOT NULL DEFAULT 1);

CREATE TABLE orders (_id TEXT PRIMARY KEY, doc BLOB NOT NULL, _version INTEGER NOT NULL DEFAULT 1);
CREATE INDEX ix_orders_status ON orders (doc ->> '$.status');
CREATE INDEX ix_orders_created ON orders (doc ->> '$.created_at');

CREATE TABLE reviews (_id TEXT PRIMARY KEY, doc BLOB NOT NULL, _version INTEGER NOT NULL DEFAULT 1);

CREATE VIEW revenue_by_country AS
SELECT billing_country AS country, count(*) AS invoices, round(sum(total), 2) AS revenue, max(invoice_date) AS latest
FROM invoices GROUP BY billing_country ORDER BY revenue DESC;

CREATE VIEW top_tracks AS
SELECT t.track_id, t.title, a.name AS artist, sum(i.qty) AS sold, round(sum(i.line_total), 2) AS revenue
FROM invoice_items AS i JOIN tracks AS t USING (track_id)
  LEFT JOIN albums USING (album_id) LEFT JOIN artists AS a USING (artist_id)
GROUP BY t.track_id ORDER BY sold DESC, t.track_id;

CREATE TRIGGER invoices_total AFTER INSERT ON invoice_items
BEGIN
  UPDATE invoices SET total = round(total + new.unit_price * new.qty, 2) WHERE invoice_id = new.invoice_id;
END;
`;
