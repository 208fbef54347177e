import { Link } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { memo } from "react";
import { errorData, isUnauthorized } from "../../../api/api-error.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { ListBody, ListPane } from "../../../ui/list-pane.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { isNarrowed, type RunFilter } from "../run-filter.ts";
import { useRunSearch } from "../use-run-search.ts";
import { RunFilters } from "./run-filters.tsx";
import { RunItem } from "./run-item.tsx";
import styles from "./run-list.module.css";

export interface RunListProps {
  readonly agent: string;
  readonly current: string | undefined;
  readonly filter: RunFilter;
  readonly onFilter: (change: Partial<RunFilter>) => void;
}

/** The left pane: an agent's runs, the last one first. */
export const RunList = memo(function RunList(props: RunListProps) {
  const { agent, current, filter, onFilter } = props;
  const { query, all, runs } = useRunSearch(agent, filter);
  return (
    <ListPane
      title="Runs"
      searchLabel="Search runs"
      search={filter.search}
      onSearch={(search) => onFilter({ search })}
    >
      <RunFilters filter={filter} chat={all.at(-1)?.title} onFilter={onFilter} />
      {query.isPending ? (
        <p className={styles.more}>
          <Spinner label="Loading the runs" />
        </p>
      ) : query.data === undefined ? (
        <Failed query={query} />
      ) : (
        <ListBody>
          {runs.length === 0 && !query.isFetchingNextPage && <NoRuns filter={filter} onFilter={onFilter} />}
          <ul>
            {runs.map((run) => (
              <RunItem key={run.id} run={run} isCurrent={run.id === current} />
            ))}
          </ul>
          {query.isFetchingNextPage && (
            <p className={styles.more}>
              <Spinner label="Loading more runs" />
            </p>
          )}
          {query.hasNextPage && !query.isFetchingNextPage && (
            <p className={styles.more}>
              <Button onClick={() => void query.fetchNextPage()}>Show older runs</Button>
            </p>
          )}
        </ListBody>
      )}
    </ListPane>
  );
});

function Failed({ query }: Pick<ReturnType<typeof useRunSearch>, "query">) {
  if (isUnauthorized(query.error)) return null;
  return (
    <div className={styles.note}>
      <ErrorNote
        title="The runs could not be loaded"
        error={errorData(query.error)}
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      />
    </div>
  );
}

function NoRuns({ filter, onFilter }: Pick<RunListProps, "filter" | "onFilter">) {
  if (isNarrowed(filter)) {
    const all = () => onFilter({ search: "", status: undefined, sessionId: undefined });
    return (
      <EmptyState title="No run matches" action={<Button onClick={all}>Show all runs</Button>}>
        Try fewer letters or another outcome.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Activity />}
      title="No runs yet"
      action={
        <Link to="/chat" search={({ agent }) => ({ agent })}>
          Start a chat
        </Link>
      }
    >
      Every answer of the agent is a run: send it a message and open its run here.
    </EmptyState>
  );
}
