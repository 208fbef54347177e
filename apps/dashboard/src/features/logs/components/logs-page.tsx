import type { LogFrameLine } from "@pergola/observability";
import { useCallback, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Centre } from "../../../ui/centre.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { filterOf, type LogSearch, linesWith } from "../log-search.ts";
import { type LinkedRun, storedRunOf } from "../stored-run-of.ts";
import { useLiveLog } from "../use-live-log.ts";
import { LogFilters } from "./log-filters.tsx";
import { LogHeader } from "./log-header.tsx";
import { LogList } from "./log-list.tsx";
import styles from "./logs-page.module.css";

export interface LogsPageProps {
  readonly search: LogSearch;
  readonly onSearch: (change: Partial<LogSearch>) => void;
}

/** The server's log, as it is written. */
export function LogsPage({ search, onSearch }: LogsPageProps) {
  const [attempt, setAttempt] = useState(0);
  const { log, view } = useLiveLog(filterOf(search), attempt);
  const change = useRef(onSearch);
  change.current = onSearch;
  const all = useRef(view.lines);
  all.current = view.lines;
  const runOf = useCallback((line: LogFrameLine) => storedRunOf(line, all.current), []);
  const onRun = useCallback((runId: string) => change.current({ runId }), []);
  const lines = useMemo(() => linesWith(search.text, view.lines), [search.text, view.lines]);
  return (
    <div className={styles.page}>
      <title>Logs · Pergola</title>
      <LogHeader view={view} log={log} shown={lines.length} />
      <LogFilters
        search={search}
        run={search.runId === undefined ? undefined : linkOf(search.runId, view.lines)}
        onSearch={onSearch}
      />
      {view.error ? (
        <Centre>
          <ErrorNote
            title="The log cannot be shown"
            error={view.error}
            action={<Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>}
          />
        </Centre>
      ) : lines.length > 0 ? (
        <LogList
          lines={lines}
          isFollowing={view.isFollowing}
          held={view.held}
          onFollow={(isFollowing) => log?.setFollowing(isFollowing)}
          onRun={onRun}
          runOf={runOf}
        />
      ) : (
        <Centre>
          {view.isLoaded ? (
            <NoLines search={search} onSearch={onSearch} />
          ) : (
            <Spinner label="Loading the log" />
          )}
        </Centre>
      )}
    </div>
  );
}

const NO_FILTER = { level: undefined, component: undefined, resource: undefined, runId: undefined, text: "" };

function NoLines({ search, onSearch }: LogsPageProps) {
  const { level, component, resource, runId, text } = search;
  if (level === undefined && !component && !resource && !runId && !text)
    return (
      <EmptyState title="Nothing logged yet">
        Lines come as your runs do something. Ask an agent something in the Chat, and watch here.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No line fits"
      action={<Button onClick={() => onSearch(NO_FILTER)}>Show all lines</Button>}
    >
      {runId === undefined
        ? "New ones are shown here as soon as they fit the filters."
        : "The server keeps the latest lines only: those of this run may be gone. Its own page has all that it did."}
    </EmptyState>
  );
}

/** Where the run is whose lines are shown: without lines of it, it is taken to be one of the agent in use. */
function linkOf(runId: string, lines: readonly LogFrameLine[]): LinkedRun | undefined {
  const own = lines.find((line) => line.runId === runId);
  return own ? storedRunOf(own, lines) : { runId, agent: undefined };
}
