import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleStop, MessagesSquare, ScrollText } from "lucide-react";
import { cancelRun } from "../../../api/runs.ts";
import { useServes } from "../../../server/use-serves.ts";
import { Button } from "../../../ui/button.tsx";
import { PaneHeader } from "../../../ui/pane-header.tsx";
import type { ShownRun } from "../use-shown-run.ts";
import { RunFacts } from "./run-facts.tsx";
import styles from "./run-header.module.css";

export interface RunHeaderProps {
  readonly run: ShownRun;
}

/** What the run is, the ways to its log and its chat, its figures. */
export function RunHeader({ run }: RunHeaderProps) {
  const hasLogs = useServes().includes("logs");
  const stop = useMutation({ mutationFn: () => cancelRun(run.id) });
  return (
    <>
      <PaneHeader title={run.title} list="." back="Back to the runs">
        {run.isLive && (
          <Button className={styles.button} disabled={stop.isPending} onClick={() => stop.mutate()}>
            <CircleStop aria-hidden="true" /> Stop
          </Button>
        )}
        {hasLogs && (
          <Link
            to="/logs"
            search={(before) => ({ agent: before.agent, run: run.id, level: "debug" as const })}
            className={styles.link}
            aria-label="Open the log"
          >
            <ScrollText aria-hidden="true" /> Log
          </Link>
        )}
        <Link
          to="/chat/$sessionId"
          params={{ sessionId: run.sessionId }}
          search={(before) => ({ agent: before.agent })}
          className={styles.link}
          aria-label="Open the chat"
        >
          <MessagesSquare aria-hidden="true" /> Chat
        </Link>
      </PaneHeader>
      <RunFacts run={run} />
    </>
  );
}
