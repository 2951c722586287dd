import type { Menu, MenuEntry } from '../../src-preload/contract/shell.ts';
import type { Commands } from '../lib/commands/command-context.tsx';
import type { MenuId } from '../lib/commands/command-spec.ts';
import { commandSpecs } from '../lib/commands/command-specs.ts';

type Role = Extract<MenuEntry, { kind: 'role' }>['role'];

const LABELS: readonly (readonly [MenuId, string])[] = [
  ['file', 'File'],
  ['edit', 'Edit'],
  ['view', 'View'],
  ['go', 'Go'],
  ['help', 'Help'],
];

/** What the system does itself, by menu: before the commands of the page, and after them. */
const ROLES: {
  readonly [M in MenuId]?: { readonly first?: readonly Role[]; readonly last?: readonly Role[] };
} = {
  file: { last: ['quit'] },
  edit: { first: ['cut', 'copy', 'paste', 'selectAll'] },
  view: { last: ['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'] },
  help: { last: ['about'] },
};

/** The menu bar of the system: the declared commands that what is shown can do, or could. */
export function nativeMenus({ center, keys }: Commands): readonly Menu[] {
  return LABELS.map(([id, label]) => {
    const sections = new Map<number, MenuEntry[]>();
    for (const spec of commandSpecs) {
      if (spec.menu?.menu !== id) continue;
      const handler = center.find(spec.id);
      // What this shell cannot do at all has no line; what cannot be done now is grey.
      if (handler === undefined && (spec.id === 'window.new' || spec.id === 'file.reveal')) continue;
      const entries = sections.get(spec.menu.section) ?? [];
      entries.push({
        kind: 'command',
        id: spec.id,
        label: (handler?.label ?? spec.label).slice(0, 200),
        keys: keys.keysOf(spec.id)[0] ?? null,
        isOff: handler === undefined || handler.isOff === true,
        isChecked: handler?.isChecked ?? null,
      });
      sections.set(spec.menu.section, entries);
    }
    const role = (value: Role): MenuEntry => ({ kind: 'role', role: value });
    const groups = [
      (ROLES[id]?.first ?? []).map(role),
      ...[...sections].sort(([a], [b]) => a - b).map(([, entries]) => entries),
      (ROLES[id]?.last ?? []).map(role),
    ].filter((group) => group.length > 0);
    const entries = groups.flatMap((group, index) =>
      index === 0 ? group : [{ kind: 'separator' as const }, ...group],
    );
    return { id, label, entries };
  });
}
