// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The stock Google Gen AI SDK for Node.js against the sandbox and providers of every dialect.
import {
  ANTHROPIC, CHAT, ERROR_WORDS, GATEWAY, GATEWAY_KEY, GEMINI, GREETING, OPENAI, PARIS, PICTURE, PLACE, PLACE_SCHEMA, PNG_BASE64,
  REASONING, RESULT, STATUSES, WEATHER, WEATHER_SCHEMA, assert, checkPictureWasSeen, each, sdk, test, wholeAndStreamed,
} from "./sdk.mjs";

const { ApiError, GoogleGenAI } = sdk("@google/genai");
const clientWith = (apiKey) => new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl: GATEWAY, timeout: 60_000, retryOptions: { attempts: 1 } } });
const client = clientWith(GATEWAY_KEY);
const TOOLS = [{ functionDeclarations: [{ name: "get_weather", description: "The weather.", parametersJsonSchema: WEATHER_SCHEMA }] }];

/// All parts of an answer, what ended it, and the usage.
async function ask(streamed, model, contents, config) {
  const answers = [];
  if (streamed) for await (const answer of await client.models.generateContentStream({ model, contents, config })) answers.push(answer);
  else answers.push(await client.models.generateContent({ model, contents, config }));
  const candidates = answers.flatMap((answer) => answer.candidates ?? []);
  return {
    parts: candidates.flatMap((candidate) => candidate.content?.parts ?? []),
    finish: candidates.map((candidate) => candidate.finishReason).filter(Boolean).at(-1),
    usage: answers.map((answer) => answer.usageMetadata).filter(Boolean).at(-1),
  };
}
const textOf = (parts) => parts.filter((part) => part.text && !part.thought).map((part) => part.text).join("");

test("text, stream and usage", (context) => wholeAndStreamed(context, [GEMINI, ANTHROPIC, CHAT, OPENAI], async (model, streamed) => {
  const { parts, finish, usage } = await ask(streamed, model, "plain", { systemInstruction: "Be kind." });
  assert.deepEqual([textOf(parts), finish], [GREETING, "STOP"]);
  assert.deepEqual([usage.promptTokenCount, (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0)], [11, 7]);
}));

test("the sandbox streams word by word", async () => {
  const pieces = [];
  for await (const answer of await client.models.generateContentStream({ model: "sandbox/echo", contents: "Good morning, gateway" })) {
    pieces.push(answer.text ?? "");
  }
  assert.match(pieces.join(""), /Good morning, gateway/);
  assert.ok(pieces.length > 2);
});

test("thoughts come back to their provider with the tool's result", (context) =>
  wholeAndStreamed(context, [GEMINI, ANTHROPIC, CHAT], async (model, streamed) => {
    const config = { tools: TOOLS, thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 } };
    const contents = [{ role: "user", parts: [{ text: "thinker" }] }];
    const first = await ask(streamed, model, contents, config);
    assert.equal(first.parts.filter((part) => part.thought).map((part) => part.text ?? "").join(""), REASONING);
    const { functionCall } = first.parts.find((part) => part.functionCall);
    assert.deepEqual([functionCall.name, functionCall.args], ["get_weather", PARIS]);
    contents.push({ role: "model", parts: first.parts }, { role: "user", parts: [
      { functionResponse: { id: functionCall.id, name: functionCall.name, response: { result: RESULT } } }] });
    const second = await ask(streamed, model, contents, config);
    assert.equal(textOf(second.parts), WEATHER);
  }));

test("a chat keeps its history", (context) => each(context, [GEMINI, ANTHROPIC, CHAT], async (model) => {
  const chat = client.chats.create({ model, config: { tools: TOOLS, thinkingConfig: { includeThoughts: true } } });
  const [call] = (await chat.sendMessage({ message: "thinker" })).functionCalls;
  const answer = await chat.sendMessage({ message: { functionResponse: { id: call.id, name: call.name, response: { result: RESULT } } } });
  assert.equal(answer.text, WEATHER);
}));

test("a schema", (context) => each(context, [GEMINI, ANTHROPIC, OPENAI, "sandbox/echo"], async (model) => {
  for (const form of [{ responseJsonSchema: PLACE_SCHEMA }, { responseSchema: { type: "OBJECT", properties: {
    city: { type: "STRING" }, degrees: { type: "INTEGER" } }, required: ["city", "degrees"] } }]) {
    const { text } = await client.models.generateContent({ model, contents: "schema", config: { responseMimeType: "application/json", ...form } });
    if (model === "sandbox/echo") assert.equal(typeof JSON.parse(text).city, "string");
    else assert.deepEqual(JSON.parse(text), PLACE);
  }
}));

test("a picture", (context) => each(context, [GEMINI, ANTHROPIC, OPENAI, "sandbox/echo"], async (model) => {
  const { text } = await client.models.generateContent({ model, contents: [{ role: "user", parts: [
    { text: "picture" }, { inlineData: { data: PNG_BASE64, mimeType: "image/png" } }] }] });
  if (model === "sandbox/echo") checkPictureWasSeen(text);
  else assert.equal(text, PICTURE);
}));

test("tokens are counted", async () => {
  assert.ok((await client.models.countTokens({ model: "sandbox/echo", contents: "one two three" })).totalTokens > 0);
});

test("errors", async (context) => {
  await each(context, STATUSES, async (status) => {
    for (const streamed of [false, true]) {
      await assert.rejects(ask(streamed, `sandbox/error-${status}`, "x"), (error) => error instanceof ApiError && error.status === status);
    }
  });
  await assert.rejects(clientWith("AIza-wrong").models.generateContent({ model: "sandbox/echo", contents: "x" }),
    (error) => error instanceof ApiError && error.status === 401 && /llmg_/.test(error.message));
  await assert.rejects(ask(false, "gemini-2.5-prro", "x"), (error) => error instanceof ApiError && [400, 404].includes(error.status));
  await assert.rejects(ask(false, ANTHROPIC, "error-400"), (error) => error instanceof ApiError && error.message.includes(ERROR_WORDS));
  await assert.rejects(ask(true, "sandbox/cut", "x", { maxOutputTokens: 50 }));
});
