import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/api-error.ts";

/** The page's cache of server state. What the server refused is not asked again by itself. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: "always",
        retry: (failures, thrown) => failures < 1 && !(thrown instanceof ApiError),
      },
      mutations: { networkMode: "always" },
    },
  });
}
