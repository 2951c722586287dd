import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRunaways, runawayViews } from './fixtures/runaways.ts';
import { cellAt, lineOf, openRows, statusOf } from './parts.ts';
import { expect, test } from './shell.ts';

/** Time on the processor of each process below the shell, in ticks. */
function workOf(pid: number): ReadonlyMap<number, number> {
  const facts = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [
          { pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) },
        ];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
  const below = new Set([pid]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const fact of facts) if (below.has(fact.parent)) below.add(fact.pid);
  }
  below.delete(pid);
  return new Map(facts.filter((fact) => below.has(fact.pid)).map((fact) => [fact.pid, fact.ticks]));
}

/** How many processes are at work during half a second. */
async function busyBelow(pid: number): Promise<number> {
  const first = workOf(pid);
  const again = await new Promise<ReadonlyMap<number, number>>((resolve) =>
    setTimeout(() => resolve(workOf(pid)), 500),
  );
  return [...again].filter(([id, ticks]) => ticks - (first.get(id) ?? ticks) > 25).length;
}

test('@browser endless views are stopped, their processes end, and the rest still works', async ({
  shell,
}) => {
  const { page, pid } = await shell.start(makeRunaways(join(shell.folder, 'runaways.sqlite')));
  await expect(cellAt(await openRows(page, 'calm'), 1, 2)).toHaveText('row 1');
  expect(workOf(pid).size).toBeGreaterThan(0);
  const stop = page.getByRole('button', { name: /^Stop/ });
  for (const view of runawayViews) {
    await test.step(view, async () => {
      await lineOf(page, view).click();
      await expect(stop).toBeVisible();
      if (view === 'cross_join') await page.keyboard.press('Escape');
      else await stop.click();
      await expect(stop).toBeHidden();
      // Whatever worked on the view is gone, or rests: nothing goes on counting.
      await expect.poll(() => busyBelow(pid)).toBe(0);
      const grid = await openRows(page, 'calm');
      await cellAt(grid, 1, 1).click();
      await page.keyboard.press('Control+End');
      await expect(cellAt(grid, 5000, 2)).toHaveText('row 5000');
      await expect(statusOf(page)).toContainText('5,000 rows');
    });
  }
});
