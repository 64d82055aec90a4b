// CodeMirror over a textarea that stays the field of its form: the editor writes into it on every
// change. No autocompletion: nobody has it in an interview.
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, isolateHistory } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, countColumn } from "@codemirror/state";
import {
  EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const INDENT = 4;

// The classes of Pygments, so that code looks here as it does in the text of a question.
const colours = HighlightStyle.define([
  { tag: t.keyword, class: "k" },
  { tag: [t.bool, t.null], class: "kc" },
  { tag: t.string, class: "s" },
  { tag: t.number, class: "m" },
  { tag: t.comment, class: "c" },
  { tag: [t.function(t.definition(t.variableName)), t.meta], class: "nf" },
  { tag: t.definition(t.className), class: "nc" },
]);

// What Python refuses and nobody sees: spaces of Chinese input and of web pages are marked as well.
const unseen = highlightSpecialChars({ addSpecialChars: /[\u00a0\u3000]/g });

// Spaces up to the next stop, as typed by hand; a selection is moved as a whole.
const tab = (view) => {
  const { state } = view;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const column = countColumn(line.text, INDENT, head - line.from);
  view.dispatch(state.replaceSelection(" ".repeat(INDENT - (column % INDENT))), {
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
};

// Tab indents, so another way out is needed. Esc lends Tab its usual meaning until another key is
// pressed or the editor is left; Ctrl+M gives it back until it is pressed again.
const leaving = (toggled, remembered) => {
  let moves = remembered;
  const choose = (view) => {
    moves = !moves;
    view.setTabFocusMode(moves);
    toggled(moves);
    return true;
  };
  return {
    keys: [
      { key: "Escape", run: (view) => { view.setTabFocusMode(Infinity); return true; } },
      { key: "Ctrl-m", mac: "Ctrl-Shift-m", run: choose },
    ],
    end: EditorView.domEventObservers({ blur: (_event, view) => view.setTabFocusMode(moves) }),
  };
};

// On a small screen the header lies over the top of the page and the navigation over its end.
const small = matchMedia("(max-width: 60rem)");
const margins = EditorView.scrollMargins.of(() => (small.matches ? { top: 64, bottom: 80 } : null));

// Puts an editor in the place of `area`. `nonce` is the one of the page's content policy; `moves`
// says whether Tab moves the focus to begin with, and `toggled` hears when that changes.
export const edit = (area, { nonce, moves, toggled }) => {
  const [label] = area.labels;
  label.id ||= `${area.id}-label`;
  const leave = leaving(toggled, moves);
  const focused = document.activeElement === area;

  const view = new EditorView({
    doc: area.value,
    selection: focused ? { anchor: area.selectionStart, head: area.selectionEnd } : undefined,
    extensions: [
      EditorView.cspNonce.of(nonce),
      lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), unseen, margins,
      history(), bracketMatching(), indentOnInput(), indentUnit.of(" ".repeat(INDENT)), EditorState.tabSize.of(INDENT),
      pythonLanguage, syntaxHighlighting(colours),
      keymap.of([
        ...leave.keys, { key: "Tab", run: tab, shift: indentLess }, ...historyKeymap, ...defaultKeymap,
      ]),
      leave.end,
      EditorView.editorAttributes.of({ class: "hl" }),
      // A box that scrolls must be a tab stop even where its content is not yet known to be editable.
      EditorView.contentAttributes.of({
        tabindex: "0",
        "aria-labelledby": label.id,
        "aria-describedby": area.getAttribute("aria-describedby") ?? "",
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        area.value = update.state.doc.toString();
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    ],
  });
  area.after(view.dom);
  area.hidden = true;
  label.addEventListener("click", () => view.focus());
  view.setTabFocusMode(moves);
  if (focused) view.focus();

  return {
    focus: () => view.focus(),
    // One step of the history, joined neither with what was typed before nor with what comes after.
    replace: (source) => view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: source },
      selection: { anchor: 0 },
      annotations: isolateHistory.of("full"),
      scrollIntoView: true,
      userEvent: "input.replace",
    }),
  };
};
