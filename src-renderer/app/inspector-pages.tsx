import { SegmentedControl } from '../ui/segmented-control.tsx';
import type { InspectorPage } from './tab.ts';

export interface InspectorPagesProps {
  readonly shown: InspectorPage;
  readonly onShow: (page: InspectorPage) => void;
}

/** Leads from one page of the database layer to the others. */
export function InspectorPages({ shown, onShow }: InspectorPagesProps) {
  return (
    <SegmentedControl
      label="What is inspected"
      segments={[
        { value: 'connections', label: 'Connections' },
        { value: 'plugins', label: 'Plugins' },
        { value: 'statistics', label: 'Statistics' },
      ]}
      value={shown}
      onChange={onShow}
    />
  );
}
