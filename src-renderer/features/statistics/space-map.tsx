import { type KeyboardEvent, useRef } from 'react';
import type { FileSpace, SpaceObject } from '../../../src-preload/contract/stats.ts';
import { formatByteSize } from '../../lib/cells/byte-size.ts';
import { Card } from '../../ui/card.tsx';
import { MapTile } from '../../ui/map-tile.tsx';
import styles from './statistics.module.css';
import { treemapOf } from './treemap.ts';

export interface SpaceMapProps {
  readonly space: FileSpace;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

/** Width through height of the map as it is drawn at 1440. */
const ASPECT = 3.9;
/** Smaller parts of the file share a tile: one of their own would be too small to be met. */
const LEAST = 0.012;

type Part = SpaceObject | { readonly name: ''; readonly kind: 'free' | 'others'; readonly bytes: number };

/** Tables, indexes and free pages by their size. */
export function SpaceMap({ space, chosen, onChoose }: SpaceMapProps) {
  const root = useRef<HTMLDivElement>(null);
  const free: Part = { name: '', kind: 'free', bytes: space.freePages * space.pageSize };
  const parts: readonly Part[] = [...space.objects, free].toSorted((a, b) => b.bytes - a.bytes);
  const small = parts.filter(({ bytes }) => bytes < space.bytes * LEAST);
  const others: Part = { name: '', kind: 'others', bytes: small.reduce((sum, { bytes }) => sum + bytes, 0) };
  const shown = [...parts.filter((part) => !small.includes(part)), others].toSorted(
    (a, b) => b.bytes - a.bytes,
  );
  const tiles = treemapOf(shown, ({ bytes }) => bytes, ASPECT);
  const current = Math.max(
    0,
    tiles.findIndex(({ item }) => item.name === chosen),
  );

  function move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tiles[(current + step + tiles.length) % tiles.length];
    if (next === undefined) return;
    onChoose(next.item.name);
    root.current?.querySelectorAll<HTMLElement>('[role="option"]')[tiles.indexOf(next)]?.focus();
  }

  return (
    <Card
      title="Space"
      note="tables, indexes and free pages"
      actions={
        <span className={styles.legend} aria-hidden="true">
          <span data-kind="table">table</span>
          <span data-kind="index">index</span>
          <span data-kind="free">free</span>
        </span>
      }
    >
      <div ref={root} className={styles.map} role="listbox" aria-label="Space" onKeyDown={move}>
        {tiles.map(({ item, x, y, width, height }, index) => (
          <MapTile
            key={`${item.kind} ${item.name}`}
            place={{ x, y, width, height }}
            name={item.kind === 'free' || item.kind === 'others' ? item.kind : item.name}
            note={formatByteSize(item.bytes)}
            look={item.kind === 'free' ? 'free' : item.kind === 'index' ? 'index' : 'table'}
            isChosen={item.name !== '' && item.name === chosen}
            isStop={index === current}
            onChoose={() => onChoose(item.name)}
          />
        ))}
      </div>
    </Card>
  );
}
