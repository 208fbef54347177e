import type { LogFrameLine } from "@pergola/observability";
import { Link } from "@tanstack/react-router";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { formatCost } from "../../../ui/format-cost.ts";
import { formatCount } from "../../../ui/format-count.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import type { LinkedRun } from "../stored-run-of.ts";
import styles from "./log-facts.module.css";

export interface LogFactsProps {
  readonly line: LogFrameLine;
  readonly onRun: (runId: string) => void;
  /** The stored run that a line is about. */
  readonly runOf: (line: LogFrameLine) => LinkedRun | undefined;
}

/** Everything that a line has, and the way to its run, if that is stored. */
export function LogFacts({ line, onRun, runOf }: LogFactsProps) {
  const { runId, content, fields } = line;
  const run = runOf(line);
  return (
    <div className={styles.facts}>
      <dl className={styles.list}>
        {factsOf(line).map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {content && <JsonView value={content} maxHeight={240} />}
      {fields && <JsonView value={fields} maxHeight={160} />}
      <div className={styles.actions}>
        {run && (
          <Link
            to="/runs/$runId"
            params={{ runId: run.runId }}
            search={{ agent: run.agent }}
            className={styles.action}
          >
            Open the run
          </Link>
        )}
        {runId && (
          <button type="button" className={styles.action} onClick={() => onRun(runId)}>
            Only this run
          </button>
        )}
        <CopyButton label="Copy the line as JSON" text={() => JSON.stringify(line, null, 2)} />
      </div>
    </div>
  );
}

/** In words, those that are there. */
function factsOf(line: LogFrameLine): readonly (readonly [name: string, value: string])[] {
  const { tokens, cost, at } = line;
  const all: readonly (readonly [string, string | undefined])[] = [
    ["Time", new Date(at).toLocaleString()],
    ["Agent", line.agentId],
    ["Run", line.runId],
    ["Inside of run", line.parentRunId],
    ["Session", line.sessionId],
    ["Stage", line.stage],
    ["Step", line.step],
    ["Tool", line.tool],
    ["Resource", line.resource],
    ["Model", line.model],
    ["Error", line.errorType],
    ["Why", line.errorMessage],
    ["Tokens", tokens && `${formatCount(tokens.input)} in, ${formatCount(tokens.output)} out`],
    ["Cost", cost === undefined ? undefined : formatCost(cost)],
    ["Prompt", charactersOf(line.promptLength)],
    ["Answer", charactersOf(line.responseLength)],
  ];
  return all.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
}

function charactersOf(length: number | undefined): string | undefined {
  return length === undefined ? undefined : `${formatCount(length)} characters`;
}
