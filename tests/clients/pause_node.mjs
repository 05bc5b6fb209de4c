// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of pause.py that runs with Node.js: prints what the stream said, which has to be the same to every SDK.
import { ANTHROPIC, CHAT, GATEWAY, GATEWAY_KEY, GEMINI, assert, sdk } from "./sdk.mjs";

const { OpenAI } = sdk("openai");
const { Anthropic } = sdk("@anthropic-ai/sdk");
const { GoogleGenAI } = sdk("@google/genai");
const { streamText } = sdk("ai");
const { createOpenAICompatible } = sdk("@ai-sdk/openai-compatible");
const messages = [{ role: "user", content: "pause" }];

const openai = new OpenAI({ baseURL: `${GATEWAY}/v1`, apiKey: GATEWAY_KEY, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: GATEWAY, apiKey: GATEWAY_KEY, maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: GATEWAY_KEY, vertexai: false, httpOptions: { baseUrl: GATEWAY } });
const vercel = createOpenAICompatible({ name: "gateway", baseURL: `${GATEWAY}/v1`, apiKey: GATEWAY_KEY });

async function askGoogle() {
  let text = "";
  for await (const answer of await google.models.generateContentStream({ model: CHAT, contents: "pause" })) text += answer.text ?? "";
  return text;
}

const said = await Promise.all([
  openai.chat.completions.stream({ model: CHAT, messages }).finalContent(),
  anthropic.messages.stream({ model: GEMINI, max_tokens: 99, messages }).finalText(),
  askGoogle(),
  streamText({ model: vercel(ANTHROPIC), messages, maxRetries: 0 }).text,
]);
assert.deepEqual(said, said.map(() => said[0]));
console.log(said[0]);
