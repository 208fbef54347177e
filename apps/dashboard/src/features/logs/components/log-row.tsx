import type { LogFrameLine } from "@pergola/observability";
import { memo } from "react";
import { preciseTime } from "../../../ui/clock-time.ts";
import { exactTime } from "../../../ui/exact-time.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { LogFacts, type LogFactsProps } from "./log-facts.tsx";
import styles from "./log-row.module.css";

export interface LogRowProps {
  readonly line: LogFrameLine;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
  readonly onRun: LogFactsProps["onRun"];
  readonly runOf: LogFactsProps["runOf"];
}

/** Lines never change: while others come, those that are there are not drawn anew. A line: when, how urgent, what about, what; opened, everything that it has. */
export const LogRow = memo(function LogRow({ line, isOpen, onToggle, onRun, runOf }: LogRowProps) {
  return (
    <div className={styles.row} data-level={line.level} data-open={isOpen || undefined}>
      <button type="button" className={styles.line} aria-expanded={isOpen} onClick={() => onToggle(line.seq)}>
        <LineText line={line} />
      </button>
      {isOpen && <LogFacts line={line} onRun={onRun} runOf={runOf} />}
    </div>
  );
});

function LineText({ line }: { readonly line: LogFrameLine }) {
  const { at, level, component, message, errorMessage, durationMs } = line;
  return (
    <>
      <time className={styles.time} dateTime={exactTime(at)}>
        {preciseTime(at)}
      </time>
      <span className={styles.level}>{level}</span>
      <span className={styles.component}>{component}</span>
      <span className={styles.message}>
        <bdi>{message}</bdi> <bdi className={styles.what}>{whatOf(line)}</bdi>{" "}
        {errorMessage && <bdi className={styles.error}>{errorMessage}</bdi>}
      </span>
      <span className={styles.duration}>{durationMs !== undefined && formatDuration(durationMs)}</span>
    </>
  );
}

/** What the line is about, in a few words. */
function whatOf({ step, tool, model, resource, component, agentId, stage }: LogFrameLine): string {
  if (component === "run") return stage ?? agentId ?? "";
  return [tool ?? model ?? resource, step].filter((part) => part !== undefined).join(" · ");
}
