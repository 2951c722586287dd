import { Switch as Base } from '@base-ui/react/switch';
import styles from './switch.module.css';

export interface SwitchProps {
  /** Its name for screen readers; a visible label stands beside it. */
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A switch that acts at once. */
export function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <Base.Root className={styles.switch} checked={isOn} onCheckedChange={onChange} aria-label={label}>
      <Base.Thumb className={styles.thumb} />
    </Base.Root>
  );
}
