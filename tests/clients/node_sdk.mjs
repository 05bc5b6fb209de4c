// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

// The SDK lies in the build folder, not beside this file.
const { OpenAI } = createRequire(join(process.env.SDK_FOLDER, "package.json"))("openai");
const options = { baseURL: process.env.GATEWAY_URL, apiKey: process.env.GATEWAY_KEY, maxRetries: 0, timeout: 60_000 };
const client = new OpenAI(options);
const messages = [{ role: "user", content: "Good morning, gateway" }];

async function sandbox() {
  const answer = await client.chat.completions.create({ model: "sandbox/echo", messages });
  assert.match(answer.choices[0].message.content, /Good morning, gateway/);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.usage.cost, 0);

  let text = "";
  let chunks = 0;
  for await (const chunk of await client.chat.completions.create({ model: "sandbox/echo", messages, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? "";
    chunks += 1;
  }
  assert.match(text, /Good morning, gateway/);
  assert.ok(chunks > 2);

  const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } } } } }];
  const call = await client.chat.completions.create({ model: "sandbox/echo", messages, tools });
  assert.equal(call.choices[0].message.tool_calls[0].function.name, "get_weather");

  const classes = {
    400: OpenAI.BadRequestError, 401: OpenAI.AuthenticationError, 403: OpenAI.PermissionDeniedError, 404: OpenAI.NotFoundError,
    429: OpenAI.RateLimitError, 500: OpenAI.InternalServerError, 502: OpenAI.InternalServerError, 529: OpenAI.InternalServerError,
  };
  for (const [status, kind] of Object.entries(classes)) {
    await assert.rejects(client.chat.completions.create({ model: `sandbox/error-${status}`, messages }),
      (error) => error instanceof kind && error.status === Number(status) && Boolean(error.code), `error-${status}`);
  }
  await assert.rejects(new OpenAI({ ...options, apiKey: "sk-wrong" }).chat.completions.create({ model: "sandbox/echo", messages }),
    (error) => error instanceof OpenAI.AuthenticationError && /llmg_/.test(error.message));

  await assert.rejects(async () => {
    for await (const chunk of await client.chat.completions.create({ model: "sandbox/cut", messages, stream: true })) void chunk;
  });

  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes("gpt-4o"));

  const controller = new AbortController();
  const stream = await client.chat.completions.create({ model: "sandbox/lorem", messages, stream: true, max_tokens: 100000 },
    { signal: controller.signal });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      controller.abort();
      break;
    }
  }
}

async function upstream(model) {
  const request = { model, messages, stream: true, stream_options: { include_usage: true } };
  const runner = client.chat.completions.stream(request);
  const answer = await runner.finalChatCompletion();
  assert.equal(answer.choices[0].message.content, "Grüße, Welt 🌍");
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.usage.prompt_tokens, 11);
  assert.equal(answer.usage.completion_tokens, 7);
}

const [part, ...rest] = process.argv.slice(2);
await { sandbox, upstream }[part](...rest);
console.log("all good");
