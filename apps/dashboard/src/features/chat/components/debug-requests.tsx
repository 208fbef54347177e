import { StateIcon } from "../../../run/state-icon.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { formatDuration } from "../../../ui/format-duration.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import { isLive, type ModelCall, type Turn } from "../turn.ts";
import styles from "./debug-requests.module.css";

/** What was sent to the model in a turn, call by call, exactly. */
export function DebugRequests({ turn }: { readonly turn: Turn }) {
  if (turn.modelCalls.length === 0) {
    const text = isLive(turn)
      ? "The request appears here as it is sent."
      : "No model was called in this turn.";
    return <EmptyState title="No requests">{text}</EmptyState>;
  }
  return turn.modelCalls.map((call, index) => (
    <Request key={`${call.callId}:${call.startedAt}`} call={call} number={index + 1} />
  ));
}

function Request({ call, number }: { readonly call: ModelCall; readonly number: number }) {
  return (
    <section className={styles.request} aria-label={`Model call ${number}`}>
      <h3 className={styles.title}>
        <StateIcon state={call.state} />
        <span>Call {number}</span>
        <code className={styles.model}>{call.model}</code>
      </h3>
      <p className={styles.facts}>{factsOf(call).join(" · ")}</p>
      <JsonView value={call.request} maxHeight={480} />
      {call.state === "failed" && call.error && <ErrorNote error={call.error} />}
    </section>
  );
}

function factsOf(call: ModelCall): string[] {
  const { step, latencyMs, usage, finishReason, retries, retriedFor, insteadOf } = call;
  const facts: string[] = [];
  if (step !== undefined) facts.push(`step ${step}`);
  if (latencyMs !== undefined) facts.push(formatDuration(latencyMs));
  if (usage) facts.push(`${usage.inputTokens} tokens in, ${usage.outputTokens} out`);
  if (retries) facts.push(`tried again ${retries} × (${retriedFor?.message})`);
  if (insteadOf) facts.push(`instead of ${insteadOf.join(", ")}`);
  if (finishReason !== undefined) facts.push(`finished: ${finishReason}`);
  return facts;
}
