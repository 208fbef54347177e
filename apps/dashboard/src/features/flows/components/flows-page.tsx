import { errorData } from "../../../api/api-error.ts";
import { Button } from "../../../ui/button.tsx";
import { Centre } from "../../../ui/centre.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { type PhonePane, TwoPanes } from "../../../ui/two-panes.tsx";
import { useFlows } from "../api/use-flows.ts";
import { FlowDetail } from "./flow-detail.tsx";
import { FlowList } from "./flow-list.tsx";

export interface FlowsPageProps {
  /** None = the first one. */
  readonly name: string | undefined;
  /** The trace that is followed. */
  readonly traceId: string | undefined;
  readonly phonePane: PhonePane;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onFollow: (traceId: string | undefined) => void;
}

/** Flows left; right the graph of one, as it works, and the user's traces of it. */
export function FlowsPage(props: FlowsPageProps) {
  const query = useFlows();
  const flow =
    props.name === undefined ? query.data?.[0] : query.data?.find(({ name }) => name === props.name);
  if (query.data === undefined)
    return (
      <Centre>
        <h1 className="visually-hidden">Flows</h1>
        <title>Flows · Pergola</title>
        {query.isError ? (
          <ErrorNote
            title="The flows could not be loaded"
            error={errorData(query.error)}
            action={<Button onClick={() => void query.refetch()}>Try again</Button>}
          />
        ) : (
          <Spinner label="Loading the flows" />
        )}
      </Centre>
    );
  return (
    <TwoPanes
      title="Flows"
      phonePane={props.phonePane}
      list={
        <FlowList flows={query.data} current={flow?.name} search={props.search} onSearch={props.onSearch} />
      }
    >
      <title>{flow ? `${flow.name} · Pergola` : "Flows · Pergola"}</title>
      {flow ? (
        <FlowDetail key={flow.name} flow={flow} traceId={props.traceId} onFollow={props.onFollow} />
      ) : (
        <Centre>
          <NoFlow name={props.name} />
        </Centre>
      )}
    </TwoPanes>
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
