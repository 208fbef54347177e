import { Link } from "@tanstack/react-router";
import type { FlowInfo } from "../../../api/flows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { countOf } from "../../../ui/format-count.ts";
import { ListBody, ListPane, listLink } from "../../../ui/list-pane.tsx";
import { workersOf } from "../graph-groups.ts";
import styles from "./flow-list.module.css";

export interface FlowListProps {
  readonly flows: readonly FlowInfo[];
  readonly current: string | undefined;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** The left pane: the flows of the server. */
export function FlowList({ flows, current, search, onSearch }: FlowListProps) {
  const found = flows.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  return (
    <ListPane title="Flows" searchLabel="Search flows" search={search} onSearch={onSearch}>
      <ListBody>
        {found.length === 0 && <EmptyState title="No flow matches">Try fewer letters.</EmptyState>}
        <ul>
          {found.map((flow) => (
            <li key={flow.name}>
              <Link
                to="/flows/$flowName"
                params={{ flowName: flow.name }}
                search={({ agent, q }) => ({ agent, q })}
                className={listLink}
                aria-current={flow.name === current ? "page" : undefined}
              >
                <span className={styles.name}>{flow.name}</span>
                <span className={styles.facts}>{countOf(workersOf(flow.graph).length, "node")}</span>
              </Link>
            </li>
          ))}
        </ul>
      </ListBody>
    </ListPane>
  );
}
