import { StateIcon } from "../../../run/state-icon.tsx";
import { stepLabel } from "../../../run/step-label.ts";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { countOf } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import type { ModelCall, TurnStep } from "../turn.ts";
import styles from "./step-line.module.css";
import { WorkLine } from "./work-line.tsx";

export interface StepLineProps {
  readonly step: TurnStep;
  readonly calls: readonly ModelCall[];
}

/** A step of the agent, with its model calls inside. */
export function StepLine({ step, calls }: StepLineProps) {
  const label = stepLabel(step.step, step.stepKind);
  const kind = label.startsWith(step.stepKind) ? undefined : step.stepKind;
  return (
    <WorkLine
      level="step"
      state={step.state}
      name={<span title={step.step}>{label}</span>}
      preview={kind}
      latencyMs={step.latencyMs}
    >
      {calls.length > 0 && (
        <ul className={styles.calls}>
          {calls.map((call) => (
            <CallRow key={`${call.callId}:${call.startedAt}`} call={call} />
          ))}
        </ul>
      )}
      {calls.length === 0 && !step.error && <p className={styles.none}>No model calls in this step.</p>}
      {step.error && <ErrorNote error={step.error} />}
    </WorkLine>
  );
}

function CallRow({ call }: { readonly call: ModelCall }) {
  const tokens = call.usage && `${call.usage.inputTokens} → ${countOf(call.usage.outputTokens, "token")}`;
  const retries = call.retries && `tried again ${call.retries} ×`;
  const facts = [
    tokens,
    retries,
    call.insteadOf && `instead of ${call.insteadOf.join(", ")}`,
    call.finishReason,
    call.latencyMs !== undefined && formatDuration(call.latencyMs),
  ];
  return (
    <li className={styles.call}>
      <StateIcon state={call.state} />
      <code className={styles.model}>{call.model}</code>
      <span className={styles.facts}>
        {call.state === "failed" ? call.error?.message : facts.filter(Boolean).join(" · ")}
      </span>
    </li>
  );
}
