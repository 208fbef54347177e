import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isUnreachable } from "../api/api-error.ts";
import { isServerLive } from "../api/health.ts";

const LIVE_POLL_MS = 15_000;
const DOWN_POLL_MS = 3_000;

export type Connection = "checking" | "connected" | "down";

/** Whether the server answers; asked again at once when a call could not reach it. */
export function useConnection(): Connection {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["connection"],
    queryFn: ({ signal }) => isServerLive(signal),
    refetchInterval: ({ state }) => (state.data === false ? DOWN_POLL_MS : LIVE_POLL_MS),
  });
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        const isNews = type === "updated" && query.queryKey[0] !== "connection";
        if (isNews && query.state.status === "error" && isUnreachable(query.state.error)) {
          client.setQueryData(["connection"], false);
        }
      }),
    [client],
  );
  useRecovery(data === true);
  return data === undefined ? "checking" : data ? "connected" : "down";
}

/** When the server is back, what failed while it was away is read again. */
function useRecovery(isUp: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isUp) return;
    void client.refetchQueries({ predicate: (query) => query.state.status === "error" });
  }, [isUp, client]);
}
