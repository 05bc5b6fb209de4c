// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The stock Anthropic SDK for Node.js against the sandbox and providers of every dialect.
import {
  ANTHROPIC, CHAT, ERROR_WORDS, GATEWAY, GATEWAY_KEY, GEMINI, GREETING, OPENAI, PARIS, PICTURE, PLACE, PNG_BASE64, REASONING, RESULT,
  STATUSES, WEATHER, WEATHER_SCHEMA, assert, checkPictureWasSeen, each, sdk, test, wholeAndStreamed,
} from "./sdk.mjs";

const { Anthropic } = sdk("@anthropic-ai/sdk");
const { zodOutputFormat } = sdk("@anthropic-ai/sdk/helpers/zod");
const { z } = sdk("zod");
const options = { baseURL: GATEWAY, apiKey: GATEWAY_KEY, maxRetries: 0, timeout: 60_000 };
const client = new Anthropic(options);
const Place = z.object({ city: z.string(), degrees: z.number().int() });
const TOOL = { name: "get_weather", description: "The weather.", input_schema: WEATHER_SCHEMA };
const user = (content) => [{ role: "user", content }];

function create(streamed, request) {
  const whole = { max_tokens: 4096, ...request };
  return streamed ? client.messages.stream(whole).finalMessage() : client.messages.create(whole);
}

test("text, stream and usage", (context) => wholeAndStreamed(context, [ANTHROPIC, CHAT, GEMINI, OPENAI], async (model, streamed) => {
  const answer = await create(streamed, { model, messages: user("plain"), system: "Be kind." });
  assert.deepEqual(answer.content.map((block) => [block.type, block.text]), [["text", GREETING]]);
  assert.equal(answer.stop_reason, "end_turn");
  const { input_tokens, cache_read_input_tokens, output_tokens } = answer.usage;
  assert.deepEqual([input_tokens, cache_read_input_tokens, output_tokens], [8, 3, 7]);
}));

test("the sandbox streams word by word", async () => {
  let pieces = 0;
  const stream = client.messages.stream({ model: "sandbox/echo", max_tokens: 99, messages: user("Good morning, gateway") });
  stream.on("text", () => { pieces += 1; });
  assert.match(await stream.finalText(), /Good morning, gateway/);
  assert.ok(pieces > 2);
});

test("thinking comes back to its provider with the tool's result", (context) =>
  wholeAndStreamed(context, [ANTHROPIC, CHAT, GEMINI], async (model, streamed) => {
    const common = { model, tools: [TOOL], thinking: { type: "enabled", budget_tokens: 2048 } };
    const messages = user("thinker");
    const first = await create(streamed, { ...common, messages });
    assert.equal(first.stop_reason, "tool_use");
    assert.equal(first.content.find((block) => block.type === "thinking").thinking, REASONING);
    const call = first.content.find((block) => block.type === "tool_use");
    assert.deepEqual([call.name, call.input], ["get_weather", PARIS]);
    messages.push({ role: "assistant", content: first.content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: RESULT }] });
    const second = await create(streamed, { ...common, messages });
    assert.equal(second.content.at(-1).text, WEATHER);
  }));

test("a tool of the sandbox", async () => {
  const first = await create(false, { model: "sandbox/echo", messages: user("Good morning"), tools: [TOOL] });
  const call = first.content.at(-1);
  assert.equal(call.name, "get_weather");
  const second = await create(true, { model: "sandbox/echo", tools: [TOOL], messages: [...user("Good morning"),
    { role: "assistant", content: first.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: RESULT }] }] });
  assert.match(second.content[0].text, new RegExp(RESULT));
});

test("a schema", (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
  const answer = await client.messages.parse({ model, max_tokens: 99, messages: user("schema"), output_config: { format: zodOutputFormat(Place) } });
  if (model === "sandbox/echo") assert.equal(typeof answer.parsed_output.city, "string");
  else assert.deepEqual(answer.parsed_output, PLACE);
}));

test("a picture", (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
  const answer = await create(false, { model, messages: user([{ type: "text", text: "picture" },
    { type: "image", source: { type: "base64", media_type: "image/png", data: PNG_BASE64 } }]) });
  if (model === "sandbox/echo") checkPictureWasSeen(answer.content[0].text);
  else assert.equal(answer.content[0].text, PICTURE);
}));

test("tokens are counted", async () => {
  assert.ok((await client.messages.countTokens({ model: "sandbox/echo", messages: user("one two three") })).input_tokens > 0);
});

test("errors", async (context) => {
  const classes = {
    400: Anthropic.BadRequestError, 401: Anthropic.AuthenticationError, 403: Anthropic.PermissionDeniedError, 404: Anthropic.NotFoundError,
    429: Anthropic.RateLimitError, 500: Anthropic.InternalServerError, 503: Anthropic.InternalServerError, 529: Anthropic.InternalServerError,
  };
  await each(context, STATUSES, async (status) => {
    for (const streamed of [false, true]) {
      await assert.rejects(create(streamed, { model: `sandbox/error-${status}`, messages: user("x") }), (error) =>
        error instanceof (classes[status] ?? Anthropic.APIError) && error.status === status && error.error.type === "error");
    }
  });
  await assert.rejects(new Anthropic({ ...options, apiKey: "sk-ant-wrong" }).messages.create({ model: "sandbox/echo", max_tokens: 9, messages: user("x") }),
    (error) => error instanceof Anthropic.AuthenticationError && /llmg_/.test(error.message));
  await assert.rejects(create(false, { model: "claude-sonet-4-5", messages: user("x") }),
    (error) => error instanceof Anthropic.APIError && [400, 404].includes(error.status) && /claude-sonnet-4/.test(error.message));
  await assert.rejects(create(false, { model: GEMINI, messages: user("error-400") }),
    (error) => error instanceof Anthropic.BadRequestError && error.message.includes(ERROR_WORDS));
  await assert.rejects(create(true, { model: "sandbox/cut", messages: user("x"), max_tokens: 50 }));
});
