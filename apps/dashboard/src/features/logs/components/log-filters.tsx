import { Link } from "@tanstack/react-router";
import { Activity, X } from "lucide-react";
import { Choice } from "../../../ui/choice.tsx";
import { SearchBox } from "../../../ui/search-box.tsx";
import { LOG_COMPONENTS, LOG_LEVELS, type LogSearch } from "../log-search.ts";
import type { LinkedRun } from "../stored-run-of.ts";
import styles from "./log-filters.module.css";

export interface LogFiltersProps {
  readonly search: LogSearch;
  /** The stored run whose lines are shown. */
  readonly run: LinkedRun | undefined;
  readonly onSearch: (change: Partial<LogSearch>) => void;
}

const LEVELS = LOG_LEVELS.map((value) => ({
  value,
  text: { debug: "All levels", info: "Info and above", warn: "Warnings and errors", error: "Errors" }[value],
}));

const COMPONENTS = [
  { value: "" as const, text: "All parts" },
  ...LOG_COMPONENTS.map((value) => ({
    value,
    text: { run: "Runs", step: "Steps", resource: "Resources", tool: "Tools", server: "Server" }[value],
  })),
];

/** Which lines are shown; all of it is in the URL. */
export function LogFilters({ search, run, onSearch }: LogFiltersProps) {
  const { level = "info", component, resource, runId, text } = search;
  return (
    <search className={styles.filters} aria-label="Filter the log">
      <div className={styles.text}>
        <SearchBox label="Search the lines" value={text} onChange={(value) => onSearch({ text: value })} />
      </div>
      <Choice
        label="Level"
        value={level}
        options={LEVELS}
        onChange={(value) => onSearch({ level: value === "info" ? undefined : value })}
        className={styles.choice}
      />
      <Choice
        label="Part"
        value={component ?? ""}
        options={COMPONENTS}
        onChange={(value) => onSearch({ component: value === "" ? undefined : value })}
        className={styles.choice}
      />
      {resource && (
        <Chip
          text={`Resource: ${resource}`}
          what="resource"
          onRemove={() => onSearch({ resource: undefined })}
        />
      )}
      {runId && (
        <Chip text={`Run: ${runId.slice(0, 8)}`} what="run" onRemove={() => onSearch({ runId: undefined })} />
      )}
      {run && (
        <Link
          to="/runs/$runId"
          params={{ runId: run.runId }}
          search={(before) => ({ agent: run.agent ?? before.agent })}
          className={styles.link}
        >
          <Activity aria-hidden="true" /> Open the run
        </Link>
      )}
    </search>
  );
}

interface ChipProps {
  readonly text: string;
  readonly what: string;
  readonly onRemove: () => void;
}

function Chip({ text, what, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      aria-label={`${text}: remove`}
      title={`Show every ${what}`}
      onClick={onRemove}
    >
      {text} <X aria-hidden="true" />
    </button>
  );
}
