/** A section of the guide as a program: its blocks, each on the lines on which it stands in the guide. */
export interface GuideProgram {
  /** The `##` heading. */
  readonly title: string;
  readonly source: string;
}

/** Where the programs find what they import and write. */
export interface GuidePlaces {
  /** In the place of `./src-main/engine/index.ts`. */
  readonly engine: string;
  /** The module `guide-checks.ts`. */
  readonly checks: string;
  /** Path of a file that the guide names. */
  readonly fileOf: (name: string) => string;
}

/** The statements of a program: line numbers count from 0, both ends included. */
interface Statement {
  readonly from: number;
  to: number;
  /** What stands after the arrow, and where. */
  promise?: { readonly text: string; readonly line: number };
}

const ARROW = /\/\/ → (.+)$/;

/**
 * Makes one program of the `ts` blocks under each `##` heading. A comment `// → value` at the end of a statement, or on a
 * line of its own below it, becomes a check of what the statement gives. Throws for an arrow that cannot be checked.
 */
export function guidePrograms(markdown: string, places: GuidePlaces): GuideProgram[] {
  return sectionsOf(markdown.split('\n')).map(({ title, lines }) => ({
    title,
    source: toProgram(lines, places),
  }));
}

/** All code of the guide, for whoever looks what is mentioned in it. */
export function guideCode(markdown: string): string {
  return sectionsOf(markdown.split('\n'))
    .flatMap(({ lines }) => lines)
    .join('\n');
}

function sectionsOf(lines: readonly string[]): { title: string; lines: string[] }[] {
  const sections: { title: string; lines: string[] }[] = [];
  let section: { title: string; lines: string[] } | undefined;
  let isCode = false;
  for (const [place, line] of lines.entries()) {
    if (isCode && line.startsWith('```')) isCode = false;
    else if (isCode) section?.lines.push(line);
    else if (line === '```ts') {
      if (section === undefined) throw new Error(`Line ${place + 1}: a block before the first heading.`);
      isCode = true;
    } else if (/^```\w/.test(line)) {
      throw new Error(`Line ${place + 1}: blocks of the guide are \`ts\`, so that they are run.`);
    } else if (line.startsWith('## ')) {
      section = { title: line.slice(3), lines: Array(place).fill('') };
      sections.push(section);
    }
    if (!isCode || line === '```ts') section?.lines.push('');
  }
  return sections.filter((each) => each.lines.some((line) => line !== ''));
}

function toProgram(given: readonly string[], places: GuidePlaces): string {
  const lines = [...given];
  for (const statement of statementsOf(given)) {
    if (statement.promise !== undefined) check(lines, statement, statement.promise);
  }
  const source = lines.join('\n').replaceAll("'./src-main/engine/index.ts'", `'${places.engine}'`);
  const checks = `import { expectThrow as throws_, expectValue as gives_ } from '${places.checks}';`;
  // Line 1 is the title of the guide.
  return `${checks}${source}`.replaceAll(/'([\w-]+\.sqlite)'/g, (_, name: string) =>
    JSON.stringify(places.fileOf(name)),
  );
}

/** Statements begin where a line begins, as everything is formatted in the guide. */
function statementsOf(lines: readonly string[]): Statement[] {
  const statements: Statement[] = [];
  for (const [place, line] of lines.entries()) {
    const text = ARROW.exec(line)?.[1];
    if (/^[^\s)}\]/]/.test(line)) statements.push({ from: place, to: place });
    const last = statements.at(-1);
    if (last === undefined) continue;
    const isBelow = line.startsWith('//');
    if (!isBelow && line !== '') last.to = place;
    if (text === undefined) continue;
    if (last.promise !== undefined) throw new Error(`Line ${place + 1}: a statement has one arrow.`);
    last.promise = { text, line: place };
  }
  return statements;
}

/** Turns a statement into a check, on the same lines. */
function check(lines: string[], { from, to }: Statement, promise: { text: string; line: number }): void {
  const code = (lines[to] ?? '').replace(ARROW, '').trimEnd();
  const line = promise.line + 1;
  if (promise.line < to || !code.endsWith(';')) {
    throw new Error(`Line ${line}: an arrow stands at the end of a statement.`);
  }
  const thrown = /^throws (.+)$/.exec(promise.text)?.[1];
  const constant = /^const (\w+)[^=]* = /.exec(lines[from] ?? '')?.[1];
  const isPart = /\.\.\.\s*\}/.test(promise.text);
  const wanted = promise.text.replaceAll(/,?\s*\.\.\.\s*\}/g, ' }');
  if (promise.line !== to) lines[promise.line] = '';
  lines[to] = code;
  if (constant !== undefined && thrown === undefined) {
    lines[to] = `${code} await gives_(${line}, () => ${constant}, () => (${wanted}), ${isPart});`;
    return;
  }
  if (/^(const|let|for|if|class|function|interface|type|import)\b/.test(lines[from] ?? '')) {
    throw new Error(`Line ${line}: an arrow stands after an expression, or after a const with one name.`);
  }
  const rest = thrown === undefined ? `() => (${wanted}), ${isPart}` : `"${thrown.replaceAll(/^'|'$/g, '')}"`;
  lines[to] = `${code.slice(0, -1)}), ${rest});`;
  const name = thrown === undefined ? 'gives_' : 'throws_';
  lines[from] = `await ${name}(${line}, async () => (${lines[from]}`;
}
