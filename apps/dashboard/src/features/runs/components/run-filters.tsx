import { X } from "lucide-react";
import { Choice } from "../../../ui/choice.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import type { RunFilter } from "../run-filter.ts";
import { RUN_STATUSES, STATUS_WORDS } from "../run-status.ts";
import styles from "./run-filters.module.css";

export interface RunFiltersProps {
  readonly filter: RunFilter;
  /** What the chat is called whose runs are listed. */
  readonly chat: string | undefined;
  readonly onFilter: (change: Partial<RunFilter>) => void;
}

const OUTCOMES = [
  { value: "" as const, text: "All outcomes" },
  ...RUN_STATUSES.map((value) => ({ value, text: STATUS_WORDS[value] })),
];

/** Which runs are listed: by how they are, and of which session. */
export function RunFilters({ filter, chat, onFilter }: RunFiltersProps) {
  const { status, sessionId } = filter;
  return (
    <div className={styles.filters}>
      <Choice
        label="Outcome"
        value={status ?? ""}
        options={OUTCOMES}
        onChange={(value) => onFilter({ status: value === "" ? undefined : value })}
      />
      {sessionId !== undefined && (
        <span className={styles.session}>
          <span className={styles.title}>Chat: {chat || sessionId.slice(0, 8)}</span>
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
