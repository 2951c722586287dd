import type { ProblemGroup } from '../../../src-preload/contract/schemas.ts';
import { classNames } from '../../lib/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import checks from './check.module.css';
import styles from './schema.module.css';

export interface ProblemTableProps {
  readonly groups: readonly ProblemGroup[];
  readonly isCut: boolean;
  readonly selected: number;
  readonly onSelect: (place: number) => void;
  readonly onRepair: (place: number) => void;
}

/** Problems by path, those of the most documents first. */
export function ProblemTable({ groups, isCut, selected, onSelect, onRepair }: ProblemTableProps) {
  const places = groups
    .map((group, place) => ({ group, place }))
    .sort((one, other) => other.group.documents - one.group.documents);
  const count = `${groups.length}${isCut ? ' of more' : ''} ${groups.length === 1 ? 'kind' : 'kinds'} of problem`;
  return (
    <Card title="By path" note={count}>
      <div className={styles.scroller}>
        <table className={classNames(styles.table, checks.problems)}>
          <thead>
            <tr>
              {['Path', 'Problem', 'Values'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col" className={styles.number}>
                Documents
              </th>
              <th scope="col">
                <VisuallyHidden>Repair</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ group, place }) => (
              <tr
                key={`${group.path} ${group.message}`}
                data-selected={place === selected ? '' : undefined}
                onClick={() => onSelect(place)}
              >
                <th scope="row">
                  <PlainButton className={styles.link} title={group.path} onClick={() => onSelect(place)}>
                    {group.path === '' ? 'the document' : group.path}
                  </PlainButton>
                </th>
                <td title={group.message}>{group.message}</td>
                <td className={styles.mono} title={valueWords(group)}>
                  {valueWords(group)}
                </td>
                <td className={styles.number}>{group.documents.toLocaleString('en')}</td>
                <td className={styles.number}>
                  {group.path !== '' && (
                    <Button
                      size="small"
                      aria-label={`Repair ${group.path}`}
                      onClick={(event) => {
                        event.stopPropagation();
                        onRepair(place);
                      }}
                    >
                      Repair…
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function valueWords({ values }: ProblemGroup): string {
  return values
    .flatMap(({ json, count }) => (json === null ? [] : [count === 1 ? json : `${json} ${count}`]))
    .join(', ');
}
