import { StateText } from "./state-dot.tsx";

export interface LiveStateProps {
  readonly state: "connecting" | "live" | "lost" | "paused";
}

const LOOKS = {
  connecting: { tone: "quiet", word: "Connecting" },
  live: { tone: "ok", word: "Live" },
  lost: { tone: "error", word: "Reconnecting" },
  paused: { tone: "warn", word: "Paused" },
} as const;

/** Whether what is shown is what happens now. */
export function LiveState({ state }: LiveStateProps) {
  const { tone, word } = LOOKS[state];
  return (
    <StateText tone={tone} role="status">
      {word}
    </StateText>
  );
}
