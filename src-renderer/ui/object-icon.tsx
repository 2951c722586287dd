import { Boxes, Braces, Cog, Eye, PanelsTopLeft, Puzzle } from 'lucide-react';

const icons = {
  collection: Braces,
  table: PanelsTopLeft,
  view: Eye,
  virtual: Puzzle,
  shadow: Boxes,
  system: Cog,
} as const;

export interface ObjectIconProps {
  readonly kind: keyof typeof icons;
}

/** The icon of a kind of object, the same wherever objects are named. */
export function ObjectIcon({ kind }: ObjectIconProps) {
  const Icon = icons[kind];
  return <Icon />;
}
