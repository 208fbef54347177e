import { errorData } from "../../../api/api-error.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useFlows } from "../api/use-flows.ts";
import { FlowDetail } from "./flow-detail.tsx";
import { FlowList } from "./flow-list.tsx";
import styles from "./flows-page.module.css";

export interface FlowsPageProps {
  /** None = the first one. */
  readonly name: string | undefined;
  /** The trace that is followed. */
  readonly traceId: string | undefined;
  readonly phonePane: "list" | "detail";
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onFollow: (traceId: string | undefined) => void;
}

/** Flows left; right the graph of one, as it works, and the user's traces of it. */
export function FlowsPage(props: FlowsPageProps) {
  const query = useFlows();
  const flow =
    props.name === undefined ? query.data?.[0] : query.data?.find(({ name }) => name === props.name);
  return (
    <div className={styles.page} data-pane={props.phonePane}>
      <h1 className="visually-hidden">Flows</h1>
      <title>{flow ? `${flow.name} · Pergola` : "Flows · Pergola"}</title>
      {query.data ? (
        <>
          <FlowList
            flows={query.data}
            current={flow?.name}
            search={props.search}
            onSearch={props.onSearch}
            className={styles.list}
          />
          {flow ? (
            <FlowDetail
              key={flow.name}
              flow={flow}
              traceId={props.traceId}
              onFollow={props.onFollow}
              className={styles.detail}
            />
          ) : (
            <div className={styles.centre}>
              <NoFlow name={props.name} />
            </div>
          )}
        </>
      ) : (
        <div className={styles.centre}>
          {query.isError ? (
            <ErrorNote
              title="The flows could not be loaded"
              error={errorData(query.error)}
              action={<Button onClick={() => void query.refetch()}>Try again</Button>}
            />
          ) : (
            <Spinner label="Loading the flows" />
          )}
        </div>
      )}
    </div>
  );
}

function NoFlow({ name }: { readonly name: string | undefined }) {
  if (name !== undefined)
    return <EmptyState title="There is no such flow">This server has none called “{name}”.</EmptyState>;
  return (
    <EmptyState title="No flows">
      This server has none. Give it one, as in <code>createAgentServer({"{ agents, flows: [flow] }"})</code>,
      and start it anew.
    </EmptyState>
  );
}
