// What other people's parsers make of event streams.
//
// Reads lines of JSON, each a stream as a list of chunks (lists of bytes); writes for each a line of
// JSON: what the parser named by the first argument understood, in order. The second argument is the
// folder whose node_modules holds the parsers.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [which, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const { createParser } = await import(pathToFileURL(require.resolve('eventsource-parser')));
const { EventSource } = await import(pathToFileURL(require.resolve('eventsource')));

function throughParser(chunks) {
  const understood = [];
  const parser = createParser({
    onEvent: ({ event, data, id }) => understood.push({ name: event || 'message', data, id: id ?? null }),
    onRetry: (retry) => understood.push({ retry }),
  });
  const decoder = new TextDecoder();
  for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  return understood;
}

// A whole `EventSource` on an answer that arrives in these chunks. It does not show retry times, and an
// id only as the empty string when there was none.
function throughEventSource(chunks) {
  const understood = [];
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) if (chunk.length > 0) controller.enqueue(chunk);
      controller.close();
    },
  });
  const headers = { 'content-type': 'text/event-stream' };
  const fetch = async () => new Response(body, { headers });
  return new Promise((resolve) => {
    const source = new EventSource('http://natter.invalid/', { fetch });
    source.dispatchEvent = (event) => {
      if (event instanceof MessageEvent) {
        understood.push({ name: event.type, data: event.data, id: event.lastEventId || null });
      } else if (event.type === 'error') {
        // After this event it sets the timer of its reconnection; then closing ends it for good.
        queueMicrotask(() => {
          source.close();
          resolve(understood);
        });
      }
      return true;
    };
  });
}

const understand = { parser: throughParser, eventsource: throughEventSource }[which];
for await (const line of createInterface({ input: process.stdin })) {
  const chunks = JSON.parse(line).map((chunk) => Uint8Array.from(chunk));
  process.stdout.write(`${JSON.stringify(await understand(chunks))}\n`);
}
