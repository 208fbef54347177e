import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../../api/api-error.ts";
import { deleteSession } from "../../../api/sessions.ts";
import { sessionKey } from "./use-session.ts";
import { dropSession } from "./use-sessions.ts";

/** Deletes a session; one that is gone already counts as deleted. */
export function useDeleteSession(agent: string, onDeleted: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      await deleteSession(agent, id).catch((thrown: unknown) => {
        if (!(thrown instanceof ApiError && thrown.status === 404)) throw thrown;
      });
      return id;
    },
    onSuccess: (id) => {
      dropSession(client, agent, id);
      client.setQueryData(sessionKey(agent, id), null);
      onDeleted(id);
    },
  });
}
