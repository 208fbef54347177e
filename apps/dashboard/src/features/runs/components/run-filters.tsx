import { ChevronDown, X } from "lucide-react";
import { IconButton } from "../../../ui/icon-button.tsx";
import type { RunFilter } from "../run-filter.ts";
import { RUN_STATUSES, type RunStatus, STATUS_WORDS } from "../run-status.ts";
import styles from "./run-filters.module.css";

export interface RunFiltersProps {
  readonly filter: RunFilter;
  readonly titles: ReadonlyMap<string, string>;
  readonly onFilter: (change: Partial<RunFilter>) => void;
}

/** Which runs are listed: by how they are, and of which session. */
export function RunFilters({ filter, titles, onFilter }: RunFiltersProps) {
  const { status, sessionId } = filter;
  return (
    <div className={styles.filters}>
      <span className={styles.choice}>
        <select
          className={styles.select}
          aria-label="Outcome"
          value={status ?? ""}
          onChange={(event) =>
            onFilter({ status: (event.target.value || undefined) as RunStatus | undefined })
          }
        >
          <option value="">All outcomes</option>
          {RUN_STATUSES.map((each) => (
            <option key={each} value={each}>
              {STATUS_WORDS[each]}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" />
      </span>
      {sessionId !== undefined && (
        <span className={styles.session}>
          <span className={styles.title}>Chat: {titles.get(sessionId) || sessionId.slice(0, 8)}</span>
          <IconButton
            label="Show the runs of all chats"
            icon={<X />}
            className={styles.clear}
            onClick={() => onFilter({ sessionId: undefined })}
          />
        </span>
      )}
    </div>
  );
}
