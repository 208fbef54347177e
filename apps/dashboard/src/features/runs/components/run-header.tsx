import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleStop, MessagesSquare } from "lucide-react";
import { cancelRun } from "../../../api/runs.ts";
import { Button } from "../../../ui/button.tsx";
import { PaneHeader } from "../../../ui/pane-header.tsx";
import type { ShownRun } from "../use-shown-run.ts";
import { RunFacts } from "./run-facts.tsx";
import styles from "./run-header.module.css";

export interface RunHeaderProps {
  readonly run: ShownRun;
  readonly title: string;
}

/** What the run is, the way to its chat, its figures. */
export function RunHeader({ run, title }: RunHeaderProps) {
  const stop = useMutation({ mutationFn: () => cancelRun(run.id) });
  return (
    <>
      <PaneHeader title={title} list="." back="Back to the runs">
        {run.isLive && (
          <Button className={styles.button} disabled={stop.isPending} onClick={() => stop.mutate()}>
            <CircleStop aria-hidden="true" /> Stop
          </Button>
        )}
        <Link
          to="/chat/$sessionId"
          params={{ sessionId: run.sessionId }}
          search={(before) => ({ agent: before.agent })}
          className={styles.link}
        >
          <MessagesSquare aria-hidden="true" /> Open the chat
        </Link>
      </PaneHeader>
      <RunFacts run={run} />
    </>
  );
}
