/** Where an icon is shown: macOS wants room around its plate, other systems do not. */
export type IconKind = 'plate' | 'macos';

/**
 * The mark on a plate, as an SVG document of `size` pixels, so that it can be told from light and dark backgrounds.
 *
 * @param mark the drawing of `styles/icon.svg`, which has a box of 20 by 20.
 */
export function iconDrawing(mark: string, kind: IconKind, size: number): string {
  const shapes = /<svg[^>]*>(?:<title>[^<]*<\/title>)?(.*)<\/svg>/s.exec(mark)?.[1];
  const fill = /<svg[^>]*\sfill="([^"]*)"/.exec(mark)?.[1];
  if (shapes === undefined || fill === undefined) throw new Error('The mark is no drawing with a fill.');
  // Of 1024: the measures of Apple's template, 824 with a corner of 185.
  const side = kind === 'macos' ? 824 : 1024;
  const at = (1024 - side) / 2;
  const corner = Math.round(side * 0.2245);
  const inner = side * 0.66;
  const markAt = (1024 - inner) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 1024 1024">
  <rect x="${at}" y="${at}" width="${side}" height="${side}" rx="${corner}" fill="#ffffff"/>
  <rect x="${at + 4}" y="${at + 4}" width="${side - 8}" height="${side - 8}" rx="${corner - 4}" fill="none" stroke="#cbd0d6" stroke-width="8"/>
  <g transform="translate(${markAt} ${markAt - side * 0.025}) scale(${inner / 20})" fill="${fill}">${shapes}</g>
</svg>`;
}
