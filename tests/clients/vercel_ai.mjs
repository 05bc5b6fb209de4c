// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Vercel's AI SDK with each of its providers that speaks a dialect of the gateway. Its own loop runs the tools.
import {
  ANTHROPIC, CHAT, ERROR_WORDS, GATEWAY, GATEWAY_KEY, GEMINI, GREETING, OPENAI, PICTURE, PLACE, PNG_BASE64, REASONING, RESPONSES, RESULT,
  STATUSES, WEATHER, assert, checkPictureWasSeen, each, sdk, test, wholeAndStreamed,
} from "./sdk.mjs";

const { APICallError, Output, embedMany, generateImage, generateObject, generateText, isStepCount, streamObject, streamText, tool } = sdk("ai");
const { createOpenAI } = sdk("@ai-sdk/openai");
const { createOpenAICompatible } = sdk("@ai-sdk/openai-compatible");
const { createAnthropic } = sdk("@ai-sdk/anthropic");
const { createGoogleGenerativeAI } = sdk("@ai-sdk/google");
const { z } = sdk("zod");
const Place = z.object({ city: z.string(), degrees: z.number().int() });

const makers = (apiKey) => {
  const openai = createOpenAI({ baseURL: `${GATEWAY}/v1`, apiKey });
  const compatible = createOpenAICompatible({ name: "gateway", baseURL: `${GATEWAY}/v1`, apiKey, includeUsage: true, supportsStructuredOutputs: true });
  const google = createGoogleGenerativeAI({ baseURL: `${GATEWAY}/v1beta`, apiKey });
  return {
    "openai, responses": (id) => openai.responses(id),
    "openai, chat": (id) => openai.chat(id),
    "openai-compatible": (id) => compatible(id),
    anthropic: createAnthropic({ baseURL: `${GATEWAY}/v1`, apiKey }),
    // A name with a slash has to say that it is a model: else the SDK asks at /v1beta/{name}.
    google: (id) => google(`models/${id}`),
  };
};
const providers = makers(GATEWAY_KEY);
const options = {
  "openai, responses": { openai: { store: false, reasoningEffort: "low", reasoningSummary: "auto", include: ["reasoning.encrypted_content"], forceReasoning: true } },
  "openai-compatible": { gateway: { reasoningEffort: "low" } },
  anthropic: { anthropic: { thinking: { type: "enabled", budgetTokens: 2048 } } },
  google: { google: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 } } },
};

async function ask(streamed, request) {
  const whole = { maxRetries: 0, maxOutputTokens: 4096, ...request };
  if (!streamed) return generateText(whole);
  let failure;
  const stream = streamText({ ...whole, onError: ({ error }) => { failure = error; } });
  const pieces = [];
  for await (const piece of stream.textStream) pieces.push(piece);
  if (failure) throw failure;
  return { text: await stream.text, finishReason: await stream.finishReason, usage: await stream.usage, steps: await stream.steps, pieces };
}

for (const [name, make] of Object.entries(providers)) {
  test(`${name}: text, stream and usage`, (context) => wholeAndStreamed(context, [ANTHROPIC, CHAT, GEMINI, OPENAI], async (model, streamed) => {
    const { text, finishReason, usage } = await ask(streamed, { model: make(model), prompt: "plain", instructions: "Be kind." });
    assert.deepEqual([text, finishReason], [GREETING, "stop"]);
    assert.deepEqual([usage.inputTokens, usage.outputTokens, usage.inputTokenDetails.cacheReadTokens], [11, 7, 3]);
  }));

  test(`${name}: the sandbox streams word by word`, async () => {
    const { text, pieces } = await ask(true, { model: make("sandbox/echo"), prompt: "Good morning, dear gateway" });
    assert.match(text, /Good morning, dear gateway/);
    assert.ok(pieces.length > 2);
  });

  // OpenAI's own chat provider of the AI SDK neither shows reasoning nor sends it back, the compatible one not its signature.
  const scene = { "openai, chat": "caller", "openai-compatible": "forgotten" }[name] ?? "thinker";
  test(`${name}: a tool, and reasoning that comes back with its result`, (context) =>
    wholeAndStreamed(context, name === "openai, responses" ? [RESPONSES, CHAT, ANTHROPIC, GEMINI] : [CHAT, ANTHROPIC, GEMINI], async (model, streamed) => {
      const answer = await ask(streamed, {
        model: make(model), prompt: scene, stopWhen: isStepCount(3), providerOptions: options[name],
        tools: { get_weather: tool({ description: "The weather.", inputSchema: z.object({ city: z.string() }), execute: ({ city }) => `${city}: ${RESULT}` }) },
      });
      assert.equal(answer.text, WEATHER);
      assert.equal(answer.steps.length, 2);
      assert.deepEqual([answer.steps[0].finishReason, answer.steps[0].toolCalls[0].input], ["tool-calls", { city: "Paris" }]);
      if (scene !== "caller") assert.equal(answer.steps[0].reasoningText, REASONING);
    }));

  test(`${name}: a tool of the sandbox`, async () => {
    const { text } = await ask(false, { model: make("sandbox/echo"), prompt: "Paris", stopWhen: isStepCount(3),
      tools: { get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute: () => RESULT }) } });
    assert.match(text, new RegExp(RESULT));
  });

  test(`${name}: a schema`, (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
    const request = { model: make(model), maxRetries: 0, prompt: "schema" };
    const { object } = await generateObject({ ...request, schema: Place });
    const { output } = await generateText({ ...request, output: Output.object({ schema: Place }) });
    const stream = streamObject({ ...request, schema: Place });
    let streamed;
    for await (const partial of stream.partialObjectStream) streamed = partial;
    for (const place of [object, output, streamed]) {
      if (model === "sandbox/echo") assert.equal(typeof place.city, "string");
      else assert.deepEqual(place, PLACE);
    }
  }));

  test(`${name}: a picture`, (context) => each(context, [ANTHROPIC, GEMINI, OPENAI, "sandbox/echo"], async (model) => {
    const { text } = await ask(false, { model: make(model), messages: [{ role: "user", content: [
      { type: "text", text: "picture" }, { type: "file", data: PNG_BASE64, mediaType: "image/png" }] }] });
    if (model === "sandbox/echo") checkPictureWasSeen(text);
    else assert.equal(text, PICTURE);
  }));

  test(`${name}: errors`, async (context) => {
    const raises = (promise, status, words) => assert.rejects(promise, (error) =>
      APICallError.isInstance(error) && error.statusCode === status && (!words || error.message.includes(words)));
    await each(context, STATUSES, async (status) => {
      for (const streamed of [false, true]) {
        await raises(ask(streamed, { model: make(`sandbox/error-${status}`), prompt: "x" }), status);
      }
    });
    await raises(ask(false, { model: makers("wrong")[name]("sandbox/echo"), prompt: "x" }), 401, "llmg_");
    await raises(ask(false, { model: make("gpt-4oo"), prompt: "x" }), 400, "gpt-4o");
    await raises(ask(false, { model: make(ANTHROPIC), prompt: "error-400" }), 400, ERROR_WORDS);
    const cut = ask(true, { model: make("sandbox/cut"), prompt: "x", maxOutputTokens: 50 });
    // The AI SDK's provider for Google reads over an error in a stream; but no "stop" comes then.
    if (name === "google") assert.notEqual((await cut).finishReason, "stop");
    else await assert.rejects(cut);
  });
}

test("embeddings and pictures", async () => {
  const openai = createOpenAI({ baseURL: `${GATEWAY}/v1`, apiKey: GATEWAY_KEY });
  for (const id of ["openai/text-embedding-3-small", "google/gemini-embedding-001"]) {
    const { embeddings } = await embedMany({ model: openai.embedding(id), values: ["one", "two"], maxRetries: 0 });
    assert.deepEqual(embeddings, [[0.25, -0.5, 1], [0.25, -0.5, 1]]);
  }
  const { image } = await generateImage({ model: openai.image("openai/gpt-image-1"), prompt: "a cat", maxRetries: 0 });
  assert.equal(Buffer.from(image.base64, "base64").toString(), "picture");
});
