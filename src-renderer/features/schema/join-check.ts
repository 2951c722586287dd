import type { CheckProgress, FaultyDocument } from '../../../src-preload/contract/schemas.ts';

/** A check with the documents of all its answers. */
export interface JoinedCheck extends Omit<CheckProgress, 'documents'> {
  /** By the place of their group. */
  readonly documents: ReadonlyMap<number, readonly FaultyDocument[]>;
}

/** The check after another answer. */
export function joinCheck(before: JoinedCheck | null, { documents, ...answer }: CheckProgress): JoinedCheck {
  if (before !== null && documents.length === 0) return { ...answer, documents: before.documents };
  const all = new Map(before?.documents);
  for (const document of documents) all.set(document.group, [...(all.get(document.group) ?? []), document]);
  return { ...answer, documents: all };
}

/** A line for the report, in the form of a table with tabs. */
export function checkReport(object: string, check: JoinedCheck): string {
  const lines = check.groups.flatMap(({ path, message }, place) =>
    (check.documents.get(place) ?? []).map(({ id, json }) => [path, message, id, json ?? ''].join('\t')),
  );
  return [
    `# ${object}: ${check.problems} problems in ${check.faulty} of ${check.checked} documents`,
    'path\tproblem\tdocument\tvalue',
    ...lines,
    '',
  ].join('\n');
}
