import { X } from 'lucide-react';
import { memo } from 'react';
import { pathText, removeAt } from '../../../../src-preload/contract/json-text/index.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useFormActions } from './form-context.ts';
import { pathOf } from './place-problems.ts';

/** Takes an item out of its array. */
export const RemoveItem = memo(function RemoveItem({ place }: { readonly place: string }) {
  const { change } = useFormActions();
  const path = pathOf(place);
  return (
    <IconButton
      size="small"
      label={`Remove ${pathText(path)}`}
      onClick={() => change((text) => removeAt(text, path))}
    >
      <X />
    </IconButton>
  );
});
