import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { IconButton } from "../../../ui/icon-button.tsx";
import styles from "./composer.module.css";

export interface ComposerProps {
  readonly agent: string;
  /** Without a session it is a new chat: the message box takes the focus. */
  readonly isNew: boolean;
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly isRunning: boolean;
  readonly isStopping: boolean;
  readonly onSend: (message: string) => void;
  readonly onStop: () => void;
}

/** Where messages are written. Enter sends, Shift+Enter breaks the line, Escape stops. */
export function Composer(props: ComposerProps) {
  const { agent, isNew, draft, onDraft, isRunning, isStopping, onSend, onStop } = props;
  const input = useRef<HTMLTextAreaElement>(null);
  useStopOnEscape(isRunning, onStop);
  useEffect(() => {
    if (isNew && hasKeyboard()) input.current?.focus();
  }, [isNew]);
  const canSend = draft.trim() !== "" && !isRunning;
  const send = () => {
    if (!canSend) return;
    onSend(draft.trim());
    onDraft("");
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={styles.dock}>
      <div className={styles.composer}>
        <textarea
          ref={input}
          id="message"
          className={styles.input}
          rows={1}
          value={draft}
          placeholder={`Message ${agent}`}
          aria-label="Message"
          // biome-ignore lint/a11y/noAutofocus: writing is what the page is for.
          autoFocus={hasKeyboard()}
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {isRunning ? (
          <IconButton
            label="Stop (Esc)"
            icon={<Square fill="currentColor" />}
            className={styles.stop}
            disabled={isStopping}
            onClick={onStop}
          />
        ) : (
          <IconButton
            label="Send (Enter)"
            icon={<ArrowUp />}
            className={styles.send}
            disabled={!canSend}
            onClick={send}
          />
        )}
      </div>
      <p className={styles.keys} aria-hidden="true">
        <kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> breaks the line
        {isRunning && " · Esc stops"}
      </p>
    </div>
  );
}

/** A focused box opens the keyboard of a phone, over what one wants to read. */
function hasKeyboard(): boolean {
  return matchMedia("(hover: hover)").matches;
}

/** Escape stops the run from anywhere on the page, unless something open takes the key (a dialog, a menu). */
function useStopOnEscape(isRunning: boolean, onStop: () => void): void {
  const latest = useRef(onStop);
  latest.current = onStop;
  useEffect(() => {
    if (!isRunning) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isTaken =
        event.defaultPrevented || document.querySelector("[role=dialog],[role=alertdialog],[role=menu]");
      if (event.key === "Escape" && !isTaken) latest.current();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [isRunning]);
}
