import { EditorView } from '@codemirror/view';

/**
 * Typing over a selection is done by the editor itself: a browser would keep the colour of what was selected in a
 * style attribute, which the policy of the page refuses.
 */
export const plainTyping = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data } = event;
    if (inputType !== 'insertText' || data === null || view.composing || view.state.readOnly) return false;
    if (view.state.selection.ranges.every(({ empty }) => empty)) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});
