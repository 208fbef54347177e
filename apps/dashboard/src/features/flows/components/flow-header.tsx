import { Table2, Workflow } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { LiveState } from "../../../ui/live-state.tsx";
import { PaneHeader } from "../../../ui/pane-header.tsx";
import type { FlowView } from "../flow-view.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./flow-header.module.css";
import { START_FORM_ID } from "./start-trace-form.tsx";

export type GraphLook = "graph" | "table";

export interface FlowHeaderProps {
  readonly name: string;
  readonly look: GraphLook;
  /** Whether the form to start a trace is on the page. */
  readonly hasForm: boolean;
  readonly onLook: (look: GraphLook) => void;
}

/** Which flow, whether it is watched live, how many traces run, and how it is shown. */
export function FlowHeader({ name, look, hasForm, onLook }: FlowHeaderProps) {
  return (
    <PaneHeader title={name} list="." back="Back to the flows">
      <TraceCounts />
      <FlowConnection />
      {hasForm && (
        <Button className={styles.start} onClick={goToForm}>
          Start…
        </Button>
      )}
      <IconButton
        label={look === "graph" ? "Show as a table" : "Show as a graph"}
        icon={look === "graph" ? <Table2 /> : <Workflow />}
        onClick={() => onLook(look === "graph" ? "table" : "graph")}
      />
    </PaneHeader>
  );
}

/** In one column the form lies below the graph. */
function goToForm(): void {
  const form = document.getElementById(START_FORM_ID);
  form?.scrollIntoView({ block: "start" });
  form?.querySelector<HTMLElement>("input, textarea")?.focus();
}

const connectionOf = ({ connection }: FlowView) => connection;
const tracesOf = ({ traces }: FlowView) => traces;

function FlowConnection() {
  return <LiveState state={useFlowView(connectionOf)} />;
}

/** All users' traces, as far as they are news. */
function TraceCounts() {
  const { running = 0, waiting = 0 } = useFlowView(tracesOf);
  return (
    <span className={styles.counts}>
      {running} running{waiting > 0 && `, ${waiting} waiting`}
    </span>
  );
}
