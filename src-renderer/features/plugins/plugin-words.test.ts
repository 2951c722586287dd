import { expect, test } from 'vitest';
import type { PluginInfo, Trace } from '../../../src-preload/contract/plugins.ts';
import {
  aboutWords,
  clockText,
  failureWords,
  isSlow,
  timeFigure,
  timeWords,
  traceSummary,
  traceText,
  verdictOf,
} from './plugin-words.ts';

test('a plugin of the user’s own says where it runs', () => {
  const plugin: PluginInfo = {
    ...{
      name: 'a.js',
      version: '',
      about: 'Tells.',
      isOn: true,
      hooks: [],
      calls: 0,
      mean: 0,
      p95: 0,
      errors: 0,
    },
    own: { state: 'running', pid: 48250, failure: null },
  };
  expect(aboutWords(plugin)).toBe('your plugin, in its own process 48250');
  const idle = { state: 'idle', pid: null, failure: null } as const;
  expect(aboutWords({ ...plugin, version: '2.0', own: idle })).toBe(
    'your plugin, version 2.0; its process begins with its next hook',
  );
  expect(aboutWords({ ...plugin, isOn: false, own: idle })).toBe('your plugin');
  expect(aboutWords({ ...plugin, own: null })).toBe('Tells.');
  const own = { state: 'failed', pid: null, failure: 'SyntaxError: Unexpected token' } as const;
  expect(failureWords({ own, isOn: false })).toBe(
    'SyntaxError: Unexpected token. Correct the plugin, and turn it on again.',
  );
  expect(failureWords({ own, isOn: true })).toContain('turn it off');
  expect(failureWords({ own: null, isOn: true })).toBeNull();
});

test('times are figures that can be compared, and nothing that was not measured', () => {
  expect(timeFigure(0.014, 3)).toBe('0.01');
  expect(timeFigure(184.04, 3)).toBe('184.0');
  expect(timeFigure(0, 0)).toBe('none');
  expect(timeWords(5001.2)).toBe('5,001 ms');
  expect(clockText(new Date(2026, 0, 1, 9, 5, 7, 480).getTime(), true)).toBe('09:05:07.4');
});

test('a plugin that was never asked is not slow', () => {
  expect(isSlow({ p95: 0, calls: 0 })).toBe(false);
  expect(isSlow({ p95: 184, calls: 3 })).toBe(true);
});

const vetoed: Trace = {
  operation: {
    id: 1,
    at: 0,
    name: 'orders.update',
    about: 'o1',
    time: 1.5,
    outcome: 'vetoed',
    isSlow: false,
  },
  given: '{}',
  steps: [
    {
      ...{ hook: 'onBeforeUpdate', plugin: 'timestamps', start: 0, time: 1, outcome: 'changed', note: null },
      lines: [{ sign: '+', text: '"updatedAt": "now"' }],
    },
    {
      ...{ hook: 'onBeforeCommit', plugin: 'validation', start: 1, time: 0.5, outcome: 'vetoed' },
      ...{ lines: [], note: 'total: is less than 0' },
    },
  ],
  sql: { text: 'UPDATE orders SET doc = ?', isRun: false },
  sqlAt: 2,
  notCalled: [{ hook: 'onAfterUpdate', plugins: ['cache', 'metrics'] }],
  message: null,
};

test('a trace says who refused, what it means, and what was not called', () => {
  expect(verdictOf(vetoed)).toBe('was vetoed by validation');
  expect(traceSummary(vetoed)).toBe('Nothing was written. 2 hooks ran, 2 were not called.');
  expect(traceText(vetoed)).toBe(
    `orders.update o1 was vetoed by validation, 1.50 ms
Nothing was written. 2 hooks ran, 2 were not called.
1. onBeforeUpdate, timestamps, 1.00 ms
   + "updatedAt": "now"
2. onBeforeCommit, validation, 0.50 ms
   total: is less than 0
SQL, not run: UPDATE orders SET doc = ?`,
  );
});
