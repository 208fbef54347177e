import { PlugZap } from "lucide-react";
import type { AgentModel } from "../api/models.ts";
import { Banner } from "../ui/banner.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { InlineCode } from "../ui/inline-code.tsx";
import { useStoredValue } from "../ui/stored-value.ts";
import { dismissedNotice } from "./preferences.ts";

/** Says that the built-in offline model answers, and the exact next command for a real one. */
export function OfflineNotice({ agent }: { readonly agent: AgentModel }) {
  const dismissed = useStoredValue(dismissedNotice);
  const { isOffline, notice } = agent.pergola;
  if (!isOffline || notice === undefined || dismissed === notice) return null;
  const command = /`([^`]+)`/.exec(notice)?.[1];
  return (
    <Banner
      tone="warn"
      icon={<PlugZap aria-hidden="true" />}
      action={command && <CopyButton text={command} label="Copy the command" />}
      onDismiss={() => dismissedNotice.set(notice)}
    >
      <InlineCode text={notice} />
    </Banner>
  );
}
