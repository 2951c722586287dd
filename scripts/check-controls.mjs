#!/usr/bin/env node
/** Fails where a view writes a raw control: these come from `src-renderer/ui`, where each is styled and named once. */
import { readdirSync, readFileSync } from 'node:fs';

const CONTROL = /<(button|input|select|textarea|dialog)(?=[\s/>]|$)/g;
const root = process.argv[2] ?? 'src-renderer';

let files = 0;
let found = 0;
for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
  const path = name.replaceAll('\\', '/');
  if (!path.endsWith('.tsx') || path.startsWith('ui/')) continue;
  files += 1;
  readFileSync(`${root}/${path}`, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      for (const [, control] of line.matchAll(CONTROL)) {
        found += 1;
        console.error(`${root}/${path}:${index + 1}: a raw <${control}>. Use one from src-renderer/ui.`);
      }
    });
}
if (files === 0) console.error(`No view lies in ${root}.`);
console.log(`${files} views, ${found} raw controls`);
process.exit(files > 0 && found === 0 ? 0 : 1);
