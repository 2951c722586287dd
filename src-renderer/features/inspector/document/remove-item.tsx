import { X } from 'lucide-react';
import { type JsonPath, pathText, removeAt } from '../../../../src-preload/contract/json-text/index.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useFormActions } from './form-context.ts';

/** Takes an item out of its array. */
export function RemoveItem({ path }: { readonly path: JsonPath }) {
  const { change } = useFormActions();
  return (
    <IconButton
      size="small"
      label={`Remove ${pathText(path)}`}
      onClick={() => change((text) => removeAt(text, path))}
    >
      <X />
    </IconButton>
  );
}
