const SVG = 'http://www.w3.org/2000/svg';

/** Pictures in 16 units, as the icons of the design. */
const paths: Readonly<Record<string, string>> = {
  column: 'M2 3.5h12v9H2zM6 3.5v9M10 3.5v9',
  table: 'M2 3h12v10H2zM2 6.5h12M6.5 6.5V13',
  collection:
    'M5.5 2.5C4 2.5 4.2 4 4.2 5.5S3.6 8 2.5 8c1.1 0 1.7 1 1.7 2.5s-.2 3 1.3 3M10.5 2.5c1.5 0 1.3 1.5 1.3 3S12.4 8 13.5 8c-1.1 0-1.7 1-1.7 2.5s.2 3-1.3 3',
  view: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  function: 'M10.5 3.5c-2.5-1-3 1-3.2 3L6.500 11c-.3 2-1 2.500-2.500 1.500M4.500 6.500h6',
  keyword: 'M3 4.500h10M3 8h6M3 11.500h8',
  pragma:
    'M3 4.500h5M12 4.500h1M3 11.500h1M8 11.500h5M10 2.800a1.750 1.750 0 1 1 0 3.500 1.750 1.750 0 0 1 0-3.500z',
  path: 'M4 3v7.500h8M9.500 8l2.500 2.500L9.500 13',
};

/** The icon of what is completed, before its name. */
export function completionIcon(type: string | undefined, className: string): Node {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('class', className);
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', paths[type ?? ''] ?? paths.table ?? '');
  icon.append(path);
  return icon;
}
