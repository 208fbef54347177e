import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
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
  useRecovery(data);
  return data === undefined ? "checking" : data ? "connected" : "down";
}

/** When the server is back, everything is read again: it may have been started anew, with other things to tell. */
function useRecovery(isUp: boolean | undefined): void {
  const client = useQueryClient();
  const wasDown = useRef(false);
  useEffect(() => {
    if (isUp === true && wasDown.current)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "connection" });
    if (isUp !== undefined) wasDown.current = !isUp;
  }, [isUp, client]);
}
