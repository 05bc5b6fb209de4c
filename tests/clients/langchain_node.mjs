// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// LangChain's stock OpenAI integration for Node.js, over chat completions and over responses.
import {
  ANTHROPIC, CHAT, ERROR_WORDS, GATEWAY, GATEWAY_KEY, GEMINI, GREETING, OPENAI, PICTURE, PLACE, PNG_BASE64, RESPONSES, RESULT, STATUSES,
  WEATHER, assert, checkPictureWasSeen, each, sdk, test, wholeAndStreamed,
} from "./sdk.mjs";

const { ChatOpenAI, OpenAIEmbeddings } = sdk("@langchain/openai");
const { HumanMessage } = sdk("@langchain/core/messages");
const { tool } = sdk("@langchain/core/tools");
const { z } = sdk("zod");
const Place = z.object({ city: z.string(), degrees: z.number().int() });
const weather = tool(({ city }) => `${city}: ${RESULT}`, { name: "get_weather", description: "The weather.", schema: z.object({ city: z.string() }) });

const make = (model, useResponsesApi, more = {}) => new ChatOpenAI({
  model, apiKey: GATEWAY_KEY, maxRetries: 0, timeout: 60_000, useResponsesApi, configuration: { baseURL: `${GATEWAY}/v1` }, ...more });

async function ask(streamed, model, messages) {
  if (!streamed) return model.invoke(messages);
  let whole;
  for await (const chunk of await model.stream(messages)) whole = whole === undefined ? chunk : whole.concat(chunk);
  return whole;
}

async function toolLoop(model, scene, streamed) {
  const bound = model.bindTools([weather]);
  const messages = [new HumanMessage(scene)];
  const first = await ask(streamed, bound, messages);
  assert.deepEqual(first.tool_calls.map((call) => call.name), ["get_weather"]);
  return ask(streamed, bound, [...messages, first, await weather.invoke({ ...first.tool_calls[0], type: "tool_call" })]);
}

for (const responses of [false, true]) {
  const name = responses ? "responses" : "chat";

  test(`${name}: text, stream and usage`, (context) => wholeAndStreamed(context, [OPENAI, ANTHROPIC, CHAT, GEMINI], async (model, streamed) => {
    const answer = await ask(streamed, make(model, responses), "plain");
    assert.equal(answer.text, GREETING);
    const { input_tokens, output_tokens, input_token_details } = answer.usage_metadata;
    assert.deepEqual([input_tokens, output_tokens, input_token_details.cache_read], [11, 7, 3]);
  }));

  test(`${name}: the sandbox streams word by word`, async () => {
    const pieces = [];
    for await (const chunk of await make("sandbox/echo", responses).stream("Good morning, dear gateway")) pieces.push(chunk.text);
    assert.match(pieces.join(""), /Good morning, dear gateway/);
    assert.ok(pieces.length > 2);
  });

  test(`${name}: a tool and its result`, (context) => wholeAndStreamed(context, [OPENAI, ANTHROPIC, CHAT, GEMINI], async (model, streamed) => {
    assert.equal((await toolLoop(make(model, responses), "caller", streamed)).text, WEATHER);
  }));

  test(`${name}: a tool of the sandbox`, async () => {
    assert.match((await toolLoop(make("sandbox/echo", responses), "Paris", false)).text, new RegExp(RESULT));
  });

  test(`${name}: a schema`, (context) => each(context, [OPENAI, ANTHROPIC, GEMINI, "sandbox/echo"], async (model) => {
    const place = await make(model, responses).withStructuredOutput(Place, { name: "place", method: "jsonSchema" }).invoke("schema");
    if (model === "sandbox/echo") assert.equal(typeof place.city, "string");
    else assert.deepEqual(place, PLACE);
  }));

  test(`${name}: a picture`, (context) => each(context, [OPENAI, ANTHROPIC, GEMINI, "sandbox/echo"], async (model) => {
    const { text } = await make(model, responses).invoke([new HumanMessage({ content: [{ type: "text", text: "picture" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${PNG_BASE64}` } }] })]);
    if (model === "sandbox/echo") checkPictureWasSeen(text);
    else assert.equal(text, PICTURE);
  }));

  test(`${name}: errors`, async (context) => {
    await each(context, STATUSES, async (status) => {
      for (const streamed of [false, true]) {
        await assert.rejects(ask(streamed, make(`sandbox/error-${status}`, responses), "x"), (error) => error.status === status);
      }
    });
    await assert.rejects(make("sandbox/echo", responses, { apiKey: "sk-wrong" }).invoke("x"), (error) => error.status === 401);
    await assert.rejects(make("gpt-4oo", responses).invoke("x"), (error) => error.status === 400);
    await assert.rejects(make(ANTHROPIC, responses).invoke("error-400"), (error) => error.status === 400 && error.message.includes(ERROR_WORDS));
  });
}

test("responses: reasoning comes back to its provider with the tool's result", (context) =>
  wholeAndStreamed(context, [RESPONSES, ANTHROPIC, CHAT, GEMINI], async (model, streamed) => {
    const asked = make(model, true, { reasoning: { effort: "low", summary: "auto" }, zdrEnabled: true });
    assert.equal((await toolLoop(asked, "thinker", streamed)).text, WEATHER);
  }));

test("chat: reasoning that LangChain drops is forgiven", (context) => wholeAndStreamed(context, [ANTHROPIC, GEMINI], async (model, streamed) => {
  assert.equal((await toolLoop(make(model, false, { reasoningEffort: "low" }), "forgotten", streamed)).text, WEATHER);
}));

test("embeddings", async () => {
  const embeddings = new OpenAIEmbeddings({ model: "openai/text-embedding-3-small", apiKey: GATEWAY_KEY, maxRetries: 0, configuration: { baseURL: `${GATEWAY}/v1` } });
  assert.deepEqual(await embeddings.embedDocuments(["one", "two"]), [[0.25, -0.5, 1], [0.25, -0.5, 1]]);
});
