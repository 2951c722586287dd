import { expect, test } from 'vitest';
import { CommandCenter, type CommandOwner } from './command-center.ts';

const run = () => undefined;

test('the owner that came last does a command, and the one before it when it has gone', () => {
  const center = new CommandCenter();
  const done: string[] = [];
  const owner = (name: string): CommandOwner => ({
    handlers: { 'table.find': { run: () => done.push(name) } },
    root: () => null,
  });
  center.add(owner('first'));
  const leave = center.add(owner('second'));
  expect(center.run('table.find')).toBe(true);
  leave();
  center.run('table.find');
  expect(done).toEqual(['second', 'first']);
});

test('what is off or belongs to nobody is not run; an argument comes through', () => {
  const center = new CommandCenter();
  const given: (string | undefined)[] = [];
  const owner: CommandOwner = {
    handlers: { 'go.back': { run, isOff: true }, 'table.goToRow': { run: (text) => given.push(text) } },
    root: () => null,
  };
  center.add(owner);
  expect(center.run('go.back')).toBe(false);
  expect(center.run('go.forward')).toBe(false);
  expect(center.run('table.goToRow', '12')).toBe(true);
  expect(given).toEqual(['12']);
  // An owner whose element is not drawn has nothing to do.
  center.add({ handlers: { 'go.forward': { run } }, root: () => undefined });
  expect(center.run('go.forward')).toBe(false);
});

test('listeners hear of what can be seen only', () => {
  const center = new CommandCenter();
  const owner: CommandOwner = { handlers: { 'go.back': { run } }, root: () => null };
  center.add(owner);
  const before = center.version();
  center.update(owner, { 'go.back': { run: () => undefined } });
  expect(center.version()).toBe(before);
  center.update(owner, { 'go.back': { run, isOff: true } });
  expect(center.version()).toBe(before + 1);
});
