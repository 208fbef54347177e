import { Link } from "@tanstack/react-router";
import { ChevronLeft, Table2, Workflow } from "lucide-react";
import { IconButton } from "../../../ui/icon-button.tsx";
import type { FlowView } from "../flow-view.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./flow-header.module.css";

export type GraphLook = "graph" | "table";

export interface FlowHeaderProps {
  readonly name: string;
  readonly look: GraphLook;
  readonly onLook: (look: GraphLook) => void;
}

const WORDS = { connecting: "Connecting", live: "Live", lost: "Reconnecting" } as const;

/** Which flow, whether it is watched live, how many traces run, and how it is shown. */
export function FlowHeader({ name, look, onLook }: FlowHeaderProps) {
  return (
    <header className={styles.header}>
      <Link
        to="."
        search={(before) => ({ ...before, show: "list" as const })}
        className={styles.back}
        aria-label="Back to the flows"
      >
        <ChevronLeft aria-hidden="true" />
      </Link>
      <h2 className={styles.title}>{name}</h2>
      <TraceCounts />
      <LiveState />
      <IconButton
        label={look === "graph" ? "Show as a table" : "Show as a graph"}
        icon={look === "graph" ? <Table2 /> : <Workflow />}
        onClick={() => onLook(look === "graph" ? "table" : "graph")}
      />
    </header>
  );
}

const connectionOf = ({ connection }: FlowView) => connection;
const tracesOf = ({ traces }: FlowView) => traces;

function LiveState() {
  const connection = useFlowView(connectionOf);
  return (
    <span className={styles.state} data-state={connection} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {WORDS[connection]}
    </span>
  );
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
