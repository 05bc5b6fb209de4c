// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of every SDK for Node.js share. The SDKs lie in the build folder, not beside this file.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

export { test } from "node:test";
export { assert };
export const sdk = createRequire(join(process.env.SDK_FOLDER, "package.json"));
export const { GATEWAY, GATEWAY_KEY, GREETING, REASONING, WEATHER, ERROR_WORDS, PNG_BASE64, PNG_BYTES } = process.env;

// One model of each dialect that a provider speaks, with what the provider lets out of its reasoning.
export const CHAT = "deepseek/deepseek-reasoner";
export const RESPONSES = "openai/gpt-5";
export const ANTHROPIC = "anthropic/claude-sonnet-4-5";
export const GEMINI = "google/gemini-2.5-pro";
export const OPENAI = "openai/gpt-4o";

export const WEATHER_SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
export const PLACE_SCHEMA = {
  type: "object", properties: { city: { type: "string" }, degrees: { type: "integer" } }, required: ["city", "degrees"], additionalProperties: false,
};
export const PARIS = { city: "Paris" };
export const PLACE = { city: "Paris", degrees: 21 };
export const RESULT = "21 degrees in the sun";
export const STATUSES = [400, 401, 402, 403, 404, 429, 500, 503, 529];
export const PICTURE = `a picture of ${PNG_BYTES} bytes`;

export function checkPictureWasSeen(text) {
  for (const part of ["png", "37", "21"]) assert.ok(text.toLowerCase().includes(part), text);
}

/// Runs `check` for every model, whole and as a stream; a failure names both.
export async function wholeAndStreamed(context, models, check) {
  for (const model of models) {
    for (const streamed of [false, true]) {
      await context.test(`${model}${streamed ? ", streamed" : ""}`, () => check(model, streamed));
    }
  }
}

export async function each(context, models, check) {
  for (const model of models) await context.test(String(model), () => check(model));
}
