import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createEvent, StrictEmitter, strict } from './strict.ts';

class Window extends StrictEmitter {
  readonly #title = 'title';
  getTitle(): string {
    return this.#title;
  }
}

test('what is not written down throws with its name', () => {
  const window = new Window();
  expect(() => Reflect.get(window, 'setOpacity')).toThrow(
    '[electron-standin] Window.setOpacity is not implemented',
  );
  expect(() => Reflect.get(strict('dialog', {}), 'showCertificate')).toThrow('dialog.showCertificate');
});

test('a strict emitter is an emitter with members of its own', () => {
  const window = new Window();
  const heard: unknown[] = [];
  window.once('close', (...args) => heard.push(args));
  expect(window.emit('close', 1, 2)).toBe(true);
  expect(window.emit('close')).toBe(false);
  expect(heard).toEqual([[1, 2]]);
  expect(window.getTitle()).toBe('title');
  expect(window).toBeInstanceOf(EventEmitter);
});

test('members can be replaced, as specs do', async () => {
  const dialog = strict('dialog', { show: (): string => 'shown' });
  dialog.show = () => 'scripted';
  expect(dialog.show()).toBe('scripted');
  expect(await Promise.resolve(dialog)).toBe(dialog);
});

test('an event remembers that it was prevented', () => {
  const event = createEvent({ url: 'probe://app/' });
  expect(event.defaultPrevented).toBe(false);
  const { preventDefault } = event;
  preventDefault();
  expect(event).toMatchObject({ url: 'probe://app/', defaultPrevented: true });
});
