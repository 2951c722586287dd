/** A rectangle of a treemap, in parts of the whole: 0 to 1. */
export interface Tile<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Lays items out as a squarified treemap: areas in the proportion of the sizes, rectangles as square as they can be.
 * `aspect` is width through height of the whole. Items without a size are left out; they should come largest first.
 *
 * Source: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
 */
export function treemapOf<T>(items: readonly T[], sizeOf: (item: T) => number, aspect: number): Tile<T>[] {
  const sized = items.map((item) => ({ item, size: sizeOf(item) })).filter(({ size }) => size > 0);
  const total = sized.reduce((sum, { size }) => sum + size, 0);
  const tiles: Tile<T>[] = [];
  // In units in which the whole is `aspect` wide and 1 high.
  let rest = { x: 0, y: 0, width: aspect, height: 1 };
  let row: { readonly item: T; readonly area: number }[] = [];
  const flush = () => {
    const area = row.reduce((sum, each) => sum + each.area, 0);
    const isWide = rest.width >= rest.height;
    const side = isWide ? rest.height : rest.width;
    const depth = area / side;
    let along = 0;
    for (const each of row) {
      const length = each.area / depth;
      tiles.push(
        isWide
          ? tile(each.item, rest.x, rest.y + along, depth, length)
          : tile(each.item, rest.x + along, rest.y, length, depth),
      );
      along += length;
    }
    rest = isWide
      ? { x: rest.x + depth, y: rest.y, width: rest.width - depth, height: rest.height }
      : { x: rest.x, y: rest.y + depth, width: rest.width, height: rest.height - depth };
    row = [];
  };
  const tile = (item: T, x: number, y: number, width: number, height: number): Tile<T> => ({
    item,
    x: x / aspect,
    y,
    width: width / aspect,
    height,
  });
  for (const { item, size } of sized) {
    const next = { item, area: (size / total) * aspect };
    const side = Math.min(rest.width, rest.height);
    if (row.length > 0 && worst([...row, next], side) > worst(row, side)) flush();
    row.push(next);
  }
  if (row.length > 0) flush();
  return tiles;
}

/** The least square rectangle of a row along a side: 1 would be a square. */
function worst(row: readonly { readonly area: number }[], side: number): number {
  const areas = row.map(({ area }) => area);
  const sum = areas.reduce((all, area) => all + area, 0);
  const squared = side * side;
  return Math.max((squared * Math.max(...areas)) / (sum * sum), (sum * sum) / (squared * Math.min(...areas)));
}
