import type { LogFrameLine } from "@pergola/observability";
import { memo } from "react";
import { formatDuration } from "../../../ui/format-duration.ts";
import { LogFacts } from "./log-facts.tsx";
import styles from "./log-row.module.css";

export interface LogRowProps {
  readonly line: LogFrameLine;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
  readonly onRun: (runId: string) => void;
}

/** Lines never change: while others come, those that are there are not drawn anew. A line: when, how urgent, what about, what; opened, everything that it has. */
export const LogRow = memo(function LogRow({ line, isOpen, onToggle, onRun }: LogRowProps) {
  return (
    <div className={styles.row} data-level={line.level} data-open={isOpen || undefined}>
      <button type="button" className={styles.line} aria-expanded={isOpen} onClick={() => onToggle(line.seq)}>
        <LineText line={line} />
      </button>
      {isOpen && <LogFacts line={line} onRun={onRun} />}
    </div>
  );
});

function LineText({ line }: { readonly line: LogFrameLine }) {
  const { at, level, component, message, errorMessage, durationMs } = line;
  return (
    <>
      <time className={styles.time} dateTime={new Date(at).toISOString()}>
        {clockTime(at)}
      </time>
      <span className={styles.level}>{level}</span>
      <span className={styles.component}>{component}</span>
      <span className={styles.message}>
        {message}
        <span className={styles.what}> {whatOf(line)}</span>
        {errorMessage && <span className={styles.error}> {errorMessage}</span>}
      </span>
      <span className={styles.duration}>{durationMs !== undefined && formatDuration(durationMs)}</span>
    </>
  );
}

/** What the line is about, in a few words. */
function whatOf({ step, tool, model, resource, component, agentId }: LogFrameLine): string {
  if (component === "run") return agentId ?? "";
  return [tool ?? model ?? resource, step].filter((part) => part !== undefined).join(" · ");
}

const two = (value: number) => String(value).padStart(2, "0");

/** `14:03:07.042`, in the reader's own time zone. */
function clockTime(at: number): string {
  const date = new Date(at);
  const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
