/** A page that shows what comes over each wire. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A flow streams</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
  section { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; padding: 1rem; margin: 1rem 0 }
  h2 { font-size: 1rem; margin: 0 0 .5rem } p { min-height: 1.5em; margin: 0; white-space: pre-wrap }
</style>
<main>
  <h1>A flow streams</h1>
  <section><h2>Server-sent events</h2><p id="sse" aria-live="polite"></p></section>
  <section><h2>WebSocket</h2><p id="ws" aria-live="polite"></p></section>
</main>
<script type="module">
  const text = new URLSearchParams(location.search).get("text") ?? "Bees build. Ants dig! Who rests?";
  const show = (id, item) => {
    const place = document.getElementById(id);
    if (item.type === "chunk") place.textContent += item.done ? "\\n" : item.text;
    else place.dataset.sentences = item.value.sentences;
  };
  const events = new EventSource("/events?text=" + encodeURIComponent(text));
  events.addEventListener("chunk", ({ data }) => show("sse", JSON.parse(data)));
  events.addEventListener("result", ({ data }) => show("sse", JSON.parse(data)));
  events.addEventListener("end", () => events.close());
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws");
  socket.addEventListener("open", () => socket.send(text));
  socket.addEventListener("message", ({ data }) => show("ws", JSON.parse(data)));
</script>
</html>
`;
