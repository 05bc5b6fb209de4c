// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The stock OpenAI SDK for Node.js: chat, responses, embeddings, pictures, moderations.
import {
  ANTHROPIC, CHAT, ERROR_WORDS, GATEWAY, GATEWAY_KEY, GEMINI, GREETING, OPENAI, PARIS, PICTURE, PLACE, PNG_BASE64,
  REASONING, RESPONSES, RESULT, STATUSES, WEATHER, WEATHER_SCHEMA, assert, checkPictureWasSeen, each, sdk, test, wholeAndStreamed,
} from "./sdk.mjs";

const { OpenAI } = sdk("openai");
const { zodResponseFormat, zodTextFormat } = sdk("openai/helpers/zod");
const { z } = sdk("zod");
const options = { baseURL: `${GATEWAY}/v1`, apiKey: GATEWAY_KEY, maxRetries: 0, timeout: 60_000 };
const client = new OpenAI(options);
const Place = z.object({ city: z.string(), degrees: z.number().int() });
const CHAT_TOOL = { type: "function", function: { name: "get_weather", description: "The weather.", parameters: WEATHER_SCHEMA } };
const TOOL = { type: "function", name: "get_weather", description: "The weather.", parameters: WEATHER_SCHEMA, strict: false };
const user = (content) => [{ role: "user", content }];

const classes = {
  400: OpenAI.BadRequestError, 401: OpenAI.AuthenticationError, 403: OpenAI.PermissionDeniedError, 404: OpenAI.NotFoundError,
  429: OpenAI.RateLimitError, 500: OpenAI.InternalServerError, 503: OpenAI.InternalServerError, 529: OpenAI.InternalServerError,
};
const raises = (promise, status, kind = classes[status] ?? OpenAI.APIError) =>
  assert.rejects(promise, (error) => error instanceof kind && error.status === status && Boolean(error.message));

function complete(streamed, request) {
  return streamed ? client.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
    : client.chat.completions.create(request);
}

test("chat: text, stream and usage", (context) => wholeAndStreamed(context, [CHAT, ANTHROPIC, GEMINI, OPENAI], async (model, streamed) => {
  const answer = await complete(streamed, { model, messages: user("plain") });
  assert.equal(answer.choices[0].message.content, GREETING);
  assert.equal(answer.choices[0].finish_reason, "stop");
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = answer.usage;
  assert.deepEqual([prompt_tokens, completion_tokens, prompt_tokens_details.cached_tokens], [11, 7, 3]);
}));

test("chat: the sandbox streams word by word", async () => {
  const pieces = [];
  for await (const chunk of await client.chat.completions.create({ model: "sandbox/echo", messages: user("Good morning, gateway"), stream: true })) {
    pieces.push(chunk.choices[0]?.delta?.content ?? "");
  }
  assert.match(pieces.join(""), /Good morning, gateway/);
  assert.ok(pieces.length > 2);
});

test("chat: reasoning comes back to its provider with the tool's result", (context) =>
  wholeAndStreamed(context, [CHAT, ANTHROPIC, GEMINI], async (model, streamed) => {
    const common = { model, tools: [CHAT_TOOL], reasoning_effort: "low" };
    const messages = user("thinker");
    const first = await complete(streamed, { ...common, messages });
    const { message, finish_reason } = first.choices[0];
    assert.equal(finish_reason, "tool_calls");
    assert.equal(message.reasoning_content, REASONING);
    const [call] = message.tool_calls;
    assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ["get_weather", PARIS]);
    messages.push(message, { role: "tool", tool_call_id: call.id, content: RESULT });
    const second = await complete(streamed, { ...common, messages });
    assert.equal(second.choices[0].message.content, WEATHER);
  }));

test("chat: the SDK runs a tool of the sandbox itself", async () => {
  const runner = client.chat.completions.runTools({ model: "sandbox/echo", messages: user("Good morning"), tools: [{
    type: "function", function: { ...CHAT_TOOL.function, parse: JSON.parse, function: () => RESULT } }] });
  assert.match(await runner.finalContent(), new RegExp(RESULT));
});

test("chat: a schema", (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
  const answer = await client.chat.completions.parse({ model, messages: user("schema"), response_format: zodResponseFormat(Place, "place") });
  const { parsed } = answer.choices[0].message;
  if (model === "sandbox/echo") assert.equal(typeof parsed.city, "string");
  else assert.deepEqual(parsed, PLACE);
}));

test("chat: a picture", (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
  const answer = await client.chat.completions.create({ model, messages: user([{ type: "text", text: "picture" },
    { type: "image_url", image_url: { url: `data:image/png;base64,${PNG_BASE64}` } }]) });
  const { content } = answer.choices[0].message;
  if (model === "sandbox/echo") checkPictureWasSeen(content);
  else assert.equal(content, PICTURE);
}));

test("chat: errors", async (context) => {
  await each(context, STATUSES, async (status) => {
    const request = { model: `sandbox/error-${status}`, messages: user("x") };
    await raises(client.chat.completions.create(request), status);
    await raises(client.chat.completions.create({ ...request, stream: true }), status);
  });
  await raises(client.chat.completions.create({ model: "gpt-4oo", messages: user("x") }), 400);
  await assert.rejects(new OpenAI({ ...options, apiKey: "sk-wrong" }).chat.completions.create({ model: "sandbox/echo", messages: user("x") }),
    (error) => error instanceof OpenAI.AuthenticationError && /llmg_/.test(error.message));
  await assert.rejects(client.chat.completions.create({ model: ANTHROPIC, messages: user("error-400") }),
    (error) => error instanceof OpenAI.BadRequestError && error.message.includes(ERROR_WORDS));
  await assert.rejects(async () => {
    for await (const chunk of await client.chat.completions.create({ model: "sandbox/cut", messages: user("x"), stream: true })) void chunk;
  });
});

test("chat: leaving a stream", async () => {
  const controller = new AbortController();
  const stream = await client.chat.completions.create({ model: "sandbox/lorem", messages: user("x"), stream: true, max_tokens: 10_000 },
    { signal: controller.signal });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      controller.abort();
      break;
    }
  }
});

function respond(streamed, request) {
  return streamed ? client.responses.stream(request).finalResponse() : client.responses.create(request);
}

test("responses: text, stream and usage", (context) => wholeAndStreamed(context, [RESPONSES, CHAT, ANTHROPIC, GEMINI, "sandbox/echo"], async (model, streamed) => {
  const answer = await respond(streamed, { model, input: "plain", instructions: "Be kind." });
  assert.equal(answer.status, "completed");
  assert.equal(answer.output.flatMap((item) => item.content ?? []).map((part) => part.text).join(""), model === "sandbox/echo" ? "plain" : GREETING);
  if (model !== "sandbox/echo") assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [11, 7]);
}));

test("responses: reasoning comes back by value and by the id of the response", (context) =>
  wholeAndStreamed(context, [RESPONSES, CHAT, ANTHROPIC, GEMINI], async (model, streamed) => {
    for (const store of [false, true]) {
      const common = { model, tools: [TOOL], reasoning: { effort: "low", summary: "auto" }, store, include: ["reasoning.encrypted_content"] };
      const first = await respond(streamed, { ...common, input: "thinker" });
      const call = first.output.find((item) => item.type === "function_call");
      assert.deepEqual([call.name, JSON.parse(call.arguments)], ["get_weather", PARIS]);
      assert.equal(first.output.find((item) => item.type === "reasoning").summary[0].text, REASONING);
      const result = { type: "function_call_output", call_id: call.call_id, output: RESULT };
      const second = await respond(streamed, store ? { ...common, input: [result], previous_response_id: first.id }
        : { ...common, input: [{ role: "user", content: "thinker" }, ...first.output.map(({ parsed_arguments, ...item }) => item), result] });
      assert.equal(second.output.flatMap((item) => item.content ?? []).map((part) => part.text).join(""), WEATHER);
    }
  }));

test("responses: a schema", (context) => each(context, [RESPONSES, ANTHROPIC, GEMINI, "sandbox/echo"], async (model) => {
  const { output_parsed } = await client.responses.parse({ model, input: "schema", text: { format: zodTextFormat(Place, "place") } });
  if (model === "sandbox/echo") assert.equal(typeof output_parsed.city, "string");
  else assert.deepEqual(output_parsed, PLACE);
}));

test("responses: a picture", (context) => each(context, [RESPONSES, ANTHROPIC, GEMINI, "sandbox/echo"], async (model) => {
  const { output_text } = await client.responses.create({ model, input: user([{ type: "input_text", text: "picture" },
    { type: "input_image", image_url: `data:image/png;base64,${PNG_BASE64}`, detail: "auto" }]) });
  if (model === "sandbox/echo") checkPictureWasSeen(output_text);
  else assert.equal(output_text, PICTURE);
}));

test("responses: errors", (context) => each(context, STATUSES, async (status) => {
  const request = { model: `sandbox/error-${status}`, input: "x" };
  await raises(client.responses.create(request), status);
  await raises(client.responses.create({ ...request, stream: true }), status);
}));

test("embeddings", (context) => each(context, ["openai/text-embedding-3-small", "google/gemini-embedding-001"], async (model) => {
  const answer = await client.embeddings.create({ model, input: ["one", "two"] });
  assert.deepEqual(answer.data.map((item) => [...item.embedding]), [[0.25, -0.5, 1], [0.25, -0.5, 1]]);
}));

test("pictures, moderations and the list of models", async () => {
  const picture = await client.images.generate({ model: "openai/gpt-image-1", prompt: "a cat" });
  assert.equal(Buffer.from(picture.data[0].b64_json, "base64").toString(), "picture");
  const judged = await client.moderations.create({ model: "openai/omni-moderation-latest", input: "I will hit you" });
  assert.ok(judged.results[0].categories.violence);
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes("gpt-4o"));
});
