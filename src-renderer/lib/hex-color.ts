/** A colour as the browser computes it, `rgb(r, g, b)` or `rgba(r, g, b, a)`, as `#rrggbb`. Opacity is left out. */
export function hexColor(computed: string): string {
  const parts = computed.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  const bytes = [0, 1, 2].map((index) => Math.max(0, Math.min(255, Math.round(Number(parts[index] ?? 0)))));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
