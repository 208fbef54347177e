/** `lost`: it was there, or could not be had; it is tried again. */
export type SocketState = "connecting" | "live" | "lost";

/** The part of a WebSocket that is used. */
export type SocketLike = Pick<WebSocket, "send" | "close" | "readyState"> & {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
};

export interface LiveSocketOptions<Frame> {
  readonly onFrame: (frame: Frame) => void;
  readonly onState: (state: SocketState) => void;
  /** Says what is wanted, on each new connection. */
  readonly onOpen: () => void;
  /** Default: a WebSocket to the page's own server. */
  readonly open?: () => SocketLike;
}

/** A connection that is opened again when it is lost. */
export interface LiveSocket {
  /** Nothing is sent while there is no connection. */
  send(message: object): void;
  close(): void;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
const OPEN = 1;

export function connectLiveSocket<Frame>(options: LiveSocketOptions<Frame>): LiveSocket {
  const { onFrame, onState, onOpen, open = openOwn } = options;
  let delayMs = FIRST_DELAY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: SocketLike | undefined;

  const connect = () => {
    const opened = open();
    socket = opened;
    opened.onopen = () => {
      delayMs = FIRST_DELAY_MS;
      onOpen();
      onState("live");
    };
    opened.onmessage = ({ data }) => onFrame(JSON.parse(String(data)) as Frame);
    opened.onclose = () => {
      onState("lost");
      timer = setTimeout(connect, delayMs);
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
    };
  };
  onState("connecting");
  connect();
  return {
    send(message) {
      if (socket?.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      clearTimeout(timer);
      if (socket) {
        socket.onopen = null;
        socket.onclose = null;
        socket.onmessage = null;
        socket.close();
      }
    },
  };
}

function openOwn(): SocketLike {
  return new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`) as SocketLike;
}
