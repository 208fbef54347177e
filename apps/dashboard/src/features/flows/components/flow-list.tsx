import { Link } from "@tanstack/react-router";
import type { FlowInfo } from "../../../api/flows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { countOf } from "../../../ui/format-count.ts";
import { SearchBox } from "../../../ui/search-box.tsx";
import styles from "./flow-list.module.css";

export interface FlowListProps {
  readonly flows: readonly FlowInfo[];
  readonly current: string | undefined;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly className?: string | undefined;
}

/** The left pane: the flows of the server. */
export function FlowList({ flows, current, search, onSearch, className }: FlowListProps) {
  const found = flows.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  return (
    <nav className={`${styles.pane} ${className}`} aria-label="Flows">
      <div className={styles.head}>
        <h2 className={styles.title}>Flows</h2>
      </div>
      <SearchBox label="Search flows" value={search} onChange={onSearch} />
      <div className={styles.scroll}>
        {found.length === 0 && <EmptyState title="No flow matches">Try fewer letters.</EmptyState>}
        <ul className={styles.list}>
          {found.map((flow) => (
            <li key={flow.name}>
              <Link
                to="/flows/$flowName"
                params={{ flowName: flow.name }}
                search={({ agent, q }) => ({ agent, q })}
                className={styles.link}
                aria-current={flow.name === current ? "page" : undefined}
              >
                <span className={styles.name}>{flow.name}</span>
                <span className={styles.facts}>{countOf(workersOf(flow), "node")}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

function workersOf({ graph }: FlowInfo): number {
  return graph.nodes.filter(({ kind }) => kind !== "start" && kind !== "end").length;
}
