import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { MessagesSquare, SquarePen } from "lucide-react";
import { memo, useState } from "react";
import { errorData, isUnauthorized } from "../../../api/api-error.ts";
import type { SessionSummary } from "../../../api/sessions.ts";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { ListBody, ListPane } from "../../../ui/list-pane.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useDeleteSession } from "../api/use-delete-session.ts";
import { useLiveTurns } from "../live-turns-provider.tsx";
import { useSessionSearch } from "../use-session-search.ts";
import { SessionItem } from "./session-item.tsx";
import styles from "./session-list.module.css";

export interface SessionListProps {
  readonly agent: string;
  readonly sessionId: string | undefined;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** The left pane: an agent's chats, newest first. It is not drawn again while an answer streams. */
export const SessionList = memo(function SessionList(props: SessionListProps) {
  const { agent, sessionId, search, onSearch } = props;
  return (
    <ListPane
      title="Chats"
      searchLabel="Search chats"
      search={search}
      onSearch={onSearch}
      action={
        <Link to="/chat" search={(before) => ({ agent: before.agent })} className={styles.create}>
          <SquarePen aria-hidden="true" /> New chat
        </Link>
      }
    >
      <Sessions agent={agent} sessionId={sessionId} search={search} />
    </ListPane>
  );
});

function Sessions({ agent, sessionId, search }: Pick<SessionListProps, "agent" | "sessionId" | "search">) {
  const { query, sessions } = useSessionSearch(agent, search);
  const [doomed, setDoomed] = useState<SessionSummary>();
  const remove = useRemoveSession(agent);
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && !query.data) {
    return isUnauthorized(query.error) ? null : (
      <div className={styles.note}>
        <ErrorNote
          title="The chats could not be loaded"
          error={errorData(query.error)}
          action={<Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      </div>
    );
  }
  return (
    <ListBody>
      {sessions.length === 0 && !query.isFetchingNextPage && <NoSessions search={search} />}
      <ul>
        {sessions.map((session) => (
          <SessionItem
            key={session.id}
            agent={agent}
            session={session}
            isCurrent={session.id === sessionId}
            onDelete={setDoomed}
          />
        ))}
      </ul>
      {query.isFetchingNextPage && (
        <p className={styles.more}>
          <Spinner label="Loading more chats" />
        </p>
      )}
      {query.hasNextPage && !query.isFetchingNextPage && (
        <p className={styles.more}>
          <Button onClick={() => void query.fetchNextPage()}>Show older chats</Button>
        </p>
      )}
      {remove.error && (
        <div className={styles.note}>
          <ErrorNote title="Not deleted" error={errorData(remove.error)} />
        </div>
      )}
      <ConfirmDialog
        isOpen={doomed !== undefined}
        title="Delete this chat?"
        text={`“${doomed?.title || "Untitled"}” and its history will be gone for good.`}
        action="Delete"
        onConfirm={() => doomed && remove.run(doomed.id)}
        onClose={() => setDoomed(undefined)}
      />
    </ListBody>
  );
}

/** Stops what runs in the session, deletes it, and leaves it if it is open. */
function useRemoveSession(agent: string) {
  const live = useLiveTurns();
  const navigate = useNavigate();
  const { sessionId } = useParams({ strict: false });
  const mutation = useDeleteSession(agent, (id) => {
    if (id !== sessionId) return;
    void navigate({ to: "/chat", search: (before) => ({ ...before }), replace: true });
  });
  const run = (id: string) => {
    live.stop(agent, id);
    mutation.mutate(id);
  };
  return { run, error: mutation.error };
}

function NoSessions({ search }: { readonly search: string }) {
  if (search !== "") return <EmptyState title="No chat matches">Try fewer letters.</EmptyState>;
  return (
    <EmptyState icon={<MessagesSquare />} title="No chats yet">
      Write a message: the chat is kept here.
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading the chats">
      {[72, 56, 80, 48].map((width) => (
        <div key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
