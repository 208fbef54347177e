import { useQueryClient } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";

/** The server does not answer: says so, tries again by itself and on demand. */
export function ConnectionBanner() {
  const client = useQueryClient();
  const retry = () => void client.refetchQueries({ queryKey: ["connection"] });
  return (
    <Banner
      tone="error"
      icon={<Unplug aria-hidden="true" />}
      action={<Button onClick={retry}>Try again</Button>}
    >
      The server at {location.host} does not answer. Check its terminal; this page tries again by itself.
    </Banner>
  );
}
