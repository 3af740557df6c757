// The official TypeScript SDK at both ends: its server, behind its authorization server, and its client, which starts
// the bridge. Prints what the client got, as JSON. Called as `sdk.mjs KEYFOB SUITE`.
import { spawn } from "node:child_process";
import { loader, start } from "./sdk-server.mjs";

const [keyfob, suite] = process.argv.slice(2);
const sdk = (path) => loader(suite)(`@modelcontextprotocol/sdk/dist/esm/${path}.js`);
const { Client } = await sdk("client/index");
const { StdioClientTransport } = await sdk("client/stdio");
const { ToolListChangedNotificationSchema } = await sdk("types");
const { resource, provider } = await start(suite, () => {});

function run(...args) {
  return new Promise((resolve, reject) =>
    spawn(keyfob, args, { stdio: ["ignore", "ignore", "inherit"] }).on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(" ")}: ${code}`)),
    ),
  );
}

async function converse() {
  await run("profile", "add", "counter", "--mcp", resource.href);
  const client = new Client({ name: "host", version: "1" });
  const changed = new Promise((resolve) => client.setNotificationHandler(ToolListChangedNotificationSchema, resolve));
  const bridge = { command: keyfob, args: ["mcp", "counter"], env: process.env, stderr: "inherit" };
  let refused = "";
  try {
    await new Client({ name: "host", version: "1" }).connect(new StdioClientTransport(bridge));
  } catch (error) {
    refused = error.message;
  }
  await run("login", "counter", "--oauth");

  await client.connect(new StdioClientTransport(bridge));
  const names = async () => (await client.listTools()).tools.map((tool) => tool.name);
  const tools = await names();
  const progress = [];
  const count = async () =>
    (await client.callTool({ name: "count" }, undefined, { onprogress: (step) => progress.push(step.progress) }))
      .content[0].text;
  const texts = [await count()];
  provider.tokens.clear();
  texts.push(await count());
  await client.callTool({ name: "grow" });
  await changed;
  const after = await names();
  await client.close();
  const { renewals } = provider;
  return {
    server: client.getServerVersion().name,
    refused,
    tools,
    progress,
    texts,
    after,
    renewals,
    resources: [...provider.resources].map((found) => found === resource.href),
  };
}

let code = 0;
try {
  console.log(JSON.stringify(await converse()));
} catch (failure) {
  console.error(failure);
  code = 1;
}
process.exit(code);
