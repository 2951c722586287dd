import styles from './map-tile.module.css';

export interface MapTileProps {
  /** In parts of the whole map: 0 to 1. */
  readonly place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly name: string;
  readonly note: string;
  readonly look: 'table' | 'index' | 'free';
  readonly isChosen: boolean;
  /** The tab stop of its map. */
  readonly isStop: boolean;
  readonly onChoose: () => void;
}

/** Parts that are smaller have no room for their words; the tooltip has them. */
const LEAST_WIDTH = 0.07;
const LEAST_HEIGHT = 0.2;

/** A part of a treemap: an option of the listbox that the map is. */
export function MapTile({ place, name, note, look, isChosen, isStop, onChoose }: MapTileProps) {
  const percent = (part: number) => `${(part * 100).toFixed(3)}%`;
  const hasRoom = place.width >= LEAST_WIDTH && place.height >= LEAST_HEIGHT;
  return (
    <button
      type="button"
      role="option"
      aria-selected={isChosen}
      aria-label={hasRoom ? undefined : `${name}, ${note}`}
      title={`${name}, ${note}`}
      tabIndex={isStop ? 0 : -1}
      className={styles.tile}
      data-look={look}
      style={{
        left: percent(place.x),
        top: percent(place.y),
        width: percent(place.width),
        height: percent(place.height),
      }}
      onClick={onChoose}
    >
      {hasRoom && (
        <>
          <span>{name}</span> <small>{note}</small>
        </>
      )}
    </button>
  );
}
