import { ChevronRight } from "lucide-react";
import { StateIcon } from "../../../run/state-icon.tsx";
import { stepLabel } from "../../../run/step-label.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import { useAgentGraph } from "../api/use-agent-graph.ts";
import { type NodeProgress, nodeProgress } from "../node-progress.ts";
import { orderNodes } from "../order-nodes.ts";
import type { Turn } from "../turn.ts";
import styles from "./steps-strip.module.css";

export interface StepsStripProps {
  readonly agent: string;
  /** The turn whose steps light up. */
  readonly turn: Turn | undefined;
}

/** The agent's steps in a row; each lights up while it runs and keeps its time. */
export function StepsStrip({ agent, turn }: StepsStripProps) {
  const { data: description } = useAgentGraph(agent);
  const nodes = description ? orderNodes(description) : [];
  if (!description || nodes.length === 0) return null;
  return (
    <ScrollArea label="Steps of the agent" className={styles.scroll}>
      <ol className={styles.strip}>
        {nodes.map((node, index) => (
          <li key={node.id} className={styles.item}>
            {index > 0 && <ChevronRight className={styles.arrow} aria-hidden="true" />}
            <StepChip
              label={node.label === node.id ? stepLabel(node.id, node.kind) : node.label}
              progress={nodeProgress(turn, node.id, description)}
            />
          </li>
        ))}
      </ol>
    </ScrollArea>
  );
}

interface StepChipProps {
  readonly label: string;
  readonly progress: NodeProgress | undefined;
}

function StepChip({ label, progress }: StepChipProps) {
  const { state, latencyMs, activity } = progress ?? {};
  const note = activity ?? (latencyMs === undefined ? undefined : formatDuration(latencyMs));
  return (
    <span className={styles.chip} data-state={state ?? "idle"}>
      {state ? <StateIcon state={state} /> : <span className={styles.idle} aria-hidden="true" />}
      <span>{label}</span>
      {note && <span className={styles.activity}>{note}</span>}
    </span>
  );
}
