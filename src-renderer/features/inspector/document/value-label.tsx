import { X } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import labelStyles from '../form-view.module.css';
import styles from './document-form.module.css';

export interface ValueLabelProps {
  readonly label: string;
  readonly type: string;
  readonly isRequired?: boolean;
  readonly rulesInCode?: readonly string[];
  readonly description?: string | null;
  readonly onRemove?: (() => void) | undefined;
}

/** What stands above a value of a document: its name, whether it must be there, its type. */
export function ValueLabel(props: ValueLabelProps) {
  const { label, type, isRequired = false, rulesInCode = [], description = null, onRemove } = props;
  return (
    <div className={`${labelStyles.label} ${styles.removable}`}>
      <span className={labelStyles.name} title={description ?? label}>
        {label === '' ? '""' : label}
      </span>
      {isRequired && <span className={labelStyles.required}>required</span>}
      {rulesInCode.length > 0 && (
        <Badge variant="updated" title={`Rules that only the program has: ${rulesInCode.join(', ')}`}>
          code
        </Badge>
      )}
      <span className={labelStyles.type} title={type}>
        {type}
      </span>
      {onRemove !== undefined && (
        <IconButton className={styles.remove} size="mini" label={`Remove ${label}`} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
