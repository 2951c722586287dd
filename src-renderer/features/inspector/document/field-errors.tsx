import { CircleAlert } from 'lucide-react';
import styles from './document-form.module.css';

/** What is wrong with a value: sentences, one a line. */
export function FieldErrors({ errors }: { readonly errors: string }) {
  if (errors === '') return null;
  return errors.split('\n').map((error) => (
    <p key={error} className={styles.error}>
      <CircleAlert aria-hidden="true" />
      <span>{error}</span>
    </p>
  ));
}
