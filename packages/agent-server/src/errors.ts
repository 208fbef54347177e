import { defineErrorCodes } from "@pergola/core";

export const serverErrors = defineErrorCodes("@pergola/agent-server", {
  INVALID_SERVER_OPTIONS: "An option of createAgentServer() is not what it should be.",
  TOKEN_REQUIRED:
    "The server was to listen on an address that others can reach, without a token or `identify`.",
  PORT_IN_USE: "Another program listens on the port already.",
  LISTEN_FAILED: "The server could not listen on its address; the cause says why.",
  NOT_LISTENING: "The url of a server was asked for before listen() or after close().",
  ASSETS_MISSING: "assetsDirectory has no index.html.",
  HOST_NOT_ALLOWED: "The Host header names another server than this one.",
  ORIGIN_NOT_ALLOWED: "A page of another origin made the request.",
  UNAUTHORIZED: "The request brought no token, or not the server's; or nobody knows who makes it.",
  USER_UNKNOWN: "A browser made the request without the cookie that says whose data it may see.",
  IDENTITY_FAILED:
    "The server's `identify` threw, took longer than limits.requestTimeoutMs, or gave what is no identity; the server's log has it.",
  OPERATOR_ONLY: "The request is about all users, and does not come from the operator of the server.",
  TELEMETRY_OFF: "The server was given no metrics, or no logs, to show.",
  ROUTE_NOT_FOUND: "There is nothing at this method and path.",
  INVALID_REQUEST: "The request is not what the route takes; every defect is in details.problems.",
  INVALID_JSON: "The body is not JSON, or is nested too deeply.",
  UNSUPPORTED_PARAMETER: "A setting was given that this server cannot honour; `param` names it.",
  UNSUPPORTED_MEDIA_TYPE: "A body came with a content type other than application/json.",
  BODY_TOO_LARGE: "The body is larger than limits.maxBodyBytes.",
  MESSAGE_TOO_LONG: "The text of a message is longer than limits.maxMessageChars.",
  AGENT_NOT_FOUND: "No agent of this name is served.",
  FLOW_NOT_FOUND: "No flow of this name is served.",
  TRACE_NOT_FOUND: "This user has no such trace.",
  SESSION_NOT_FOUND: "This user has no such session.",
  RUN_NOT_FOUND:
    "This user has no such run: none that still runs to be stopped, none that is stored to be read.",
  RUN_STOPPED: "The user stopped the run with POST /v1/runs/:id/cancel.",
  UPGRADE_REQUIRED: "A request to /ws did not ask for a WebSocket.",
  SERVER_BUSY:
    "limits.maxConcurrentRuns runs are running; or as many traces, WebSockets or watchers of the log as their limits allow.",
  USER_BUSY:
    "The user has limits.maxConcurrentRunsPerUser runs running; or the like of traces or WebSockets.",
  SERVER_CLOSING: "The server is shutting down.",
  CLIENT_DISCONNECTED: "The client closed the connection before its answer was complete.",
  CLIENT_TOO_SLOW: "The client took nothing of its answer for limits.slowClientTimeoutMs.",
  SESSION_DELETED: "The session was deleted while a run of it was running.",
  INTERNAL_ERROR:
    "Something failed that has no code of its own; the server's log has it under the requestId.",
});
