import { useCallback, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { filterOf, type LogSearch, linesWith } from "../log-search.ts";
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
  const onRun = useCallback((runId: string) => change.current({ runId }), []);
  const lines = useMemo(() => linesWith(search.text, view.lines), [search.text, view.lines]);
  return (
    <div className={styles.page}>
      <title>Logs · Pergola</title>
      <LogHeader view={view} log={log} shown={lines.length} />
      <LogFilters search={search} onSearch={onSearch} />
      {view.error ? (
        <div className={styles.centre}>
          <ErrorNote
            title="The log cannot be shown"
            error={view.error}
            action={<Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>}
          />
        </div>
      ) : lines.length > 0 ? (
        <LogList
          lines={lines}
          isFollowing={view.isFollowing}
          held={view.held}
          onFollow={(isFollowing) => log?.setFollowing(isFollowing)}
          onRun={onRun}
        />
      ) : (
        <div className={styles.centre}>
          {view.isLoaded ? (
            <NoLines search={search} onSearch={onSearch} />
          ) : (
            <Spinner label="Loading the log" />
          )}
        </div>
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
      New ones are shown here as soon as they fit the filters.
    </EmptyState>
  );
}
