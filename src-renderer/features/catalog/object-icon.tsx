import { Boxes, Braces, Cog, Eye, PanelsTopLeft, Puzzle } from 'lucide-react';
import type { ObjectKind } from '../../../src-preload/contract/catalog.ts';

export interface ObjectIconProps {
  readonly kind: ObjectKind;
}

const icons = {
  collection: Braces,
  table: PanelsTopLeft,
  view: Eye,
  virtual: Puzzle,
  shadow: Boxes,
  system: Cog,
} as const;

/** The icon of a kind of object, the same in tree, tabs and palette. */
export function ObjectIcon({ kind }: ObjectIconProps) {
  const Icon = icons[kind];
  return <Icon />;
}
