import { ChevronRight } from "lucide-react";
import { StateIcon } from "../../../run/state-icon.tsx";
import { stepLabel } from "../../../run/step-label.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import { useAgentGraph } from "../api/use-agent-graph.ts";
import { orderNodes } from "../order-nodes.ts";
import { isLive, type Turn, type TurnStep } from "../turn.ts";
import styles from "./steps-strip.module.css";

export interface StepsStripProps {
  readonly agent: string;
  /** The turn whose steps light up. */
  readonly turn: Turn | undefined;
}

/** The agent's steps in a row; each lights up while it runs and keeps its time. */
export function StepsStrip({ agent, turn }: StepsStripProps) {
  const graph = useAgentGraph(agent);
  const nodes = graph.data ? orderNodes(graph.data) : [];
  if (nodes.length === 0) return null;
  return (
    <ScrollArea label="Steps of the agent" className={styles.scroll}>
      <ol className={styles.strip}>
        {nodes.map((node, index) => (
          <li key={node.id} className={styles.item}>
            {index > 0 && <ChevronRight className={styles.arrow} aria-hidden="true" />}
            <StepChip
              label={node.label === node.id ? stepLabel(node.id, node.kind) : node.label}
              step={lastRun(turn, node.id)}
              activity={activityIn(turn, node.id)}
            />
          </li>
        ))}
      </ol>
    </ScrollArea>
  );
}

interface StepChipProps {
  readonly label: string;
  readonly step: TurnStep | undefined;
  readonly activity: string | undefined;
}

function StepChip({ label, step, activity }: StepChipProps) {
  const state = step?.state ?? "idle";
  return (
    <span className={styles.chip} data-state={state}>
      {step ? <StateIcon state={step.state} /> : <span className={styles.idle} aria-hidden="true" />}
      <span>{label}</span>
      {activity && <span className={styles.activity}>{activity}</span>}
      {!activity && step?.latencyMs !== undefined && (
        <span className={styles.activity}>{formatDuration(step.latencyMs)}</span>
      )}
    </span>
  );
}

function lastRun(turn: Turn | undefined, step: string): TurnStep | undefined {
  const part = turn?.parts.findLast((each) => each.kind === "step" && each.step === step);
  return part?.kind === "step" ? part : undefined;
}

/** The tool or the model that works inside the step right now. */
function activityIn(turn: Turn | undefined, step: string): string | undefined {
  if (!turn || !isLive(turn)) return undefined;
  const tool = turn.parts.findLast((part) => part.kind === "tool" && part.state === "running");
  if (tool?.kind === "tool" && (tool.step ?? step) === step) return tool.tool;
  const call = turn.modelCalls.findLast((each) => each.state === "running");
  if (!call || (call.step ?? step) !== step) return undefined;
  return call.retries ? `model, retry ${call.retries}` : "model";
}
