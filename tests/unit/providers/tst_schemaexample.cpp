// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/providers/schemaexample.h"

#include <QTest>

using namespace llmg::providers;
namespace json = boost::json;

// "\u0023" stands for a number sign, at which the moc of Qt 6.4 loses its way in raw strings.
class TestSchemaExample : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void madeToFit_data() {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("required");
        QTest::addColumn<QByteArray>("full");
        const auto row = [](const char* name, const char* schema, const char* required, const char* full = nullptr) {
            QTest::newRow(name) << QByteArray(schema) << QByteArray(required) << QByteArray(full ? full : required);
        };
        row("text", R"({"type":"string"})", R"("hello you")");
        row("text not too long", R"({"type":"string","maxLength":3})", R"("hel")");
        row("text long enough", R"({"type":"string","minLength":12})", R"("hello you...")");
        row("a day", R"({"type":"string","format":"date"})", R"("2026-01-01")");
        row("an unknown format", R"({"type":"string","format":"colour"})", R"("hello you")");
        row("one of several", R"({"enum":["a","b"]})", R"("a")");
        row("constant", R"({"const":{"x":1}})", R"({"x":1})");
        row("default", R"({"type":"integer","default":7})", "7");
        row("whole number", R"({"type":"integer"})", "1");
        row("at least", R"({"type":"integer","minimum":5})", "5");
        row("more than", R"({"type":"integer","exclusiveMinimum":5})", "6");
        row("at most", R"({"type":"integer","maximum":-2})", "-2");
        row("less than", R"({"type":"integer","exclusiveMaximum":0})", "-1");
        row("a multiple", R"({"type":"integer","minimum":10,"multipleOf":4})", "12");
        row("between fractions", R"({"type":"integer","minimum":2.5})", "3");
        row("number", R"({"type":"number","minimum":2.5})", "2.5E0");
        row("flag", R"({"type":"boolean"})", "true");
        row("nothing", R"({"type":"null"})", "null");
        row("nullable", R"({"type":["null","integer"]})", "1");
        row("list", R"({"type":"array","items":{"type":"integer"}})", "[1]");
        row("list of three", R"({"type":"array","items":{"type":"integer"},"minItems":3})", "[1,1,1]");
        row("list of none", R"({"type":"array","items":{"type":"integer"},"maxItems":0})", "[]");
        row("tuple", R"({"type":"array","prefixItems":[{"type":"integer"},{"type":"boolean"}]})", "[1,true]");
        row("required and optional",
            R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"}},"required":["a"]})",
            R"({"a":1})", R"({"a":1,"b":true})");
        row("required but not described", R"({"type":"object","required":["z"]})", R"({"z":"hello you"})");
        row("properties without type", R"({"properties":{"a":{"type":"integer"}},"required":["a"]})", R"({"a":1})");
        row("no properties", R"({"type":"object"})", "{}");
        row("any of", R"({"anyOf":[{"type":"integer"},{"type":"string"}]})", "1");
        row("all of",
            R"({"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"boolean"}},"required":["b"]}]})",
            R"({"a":1,"b":true})");
        row("reference",
            R"({"$defs":{"n":{"type":"integer","minimum":4}},"type":"object","properties":{"a":{"$ref":"\u0023/$defs/n"}},"required":["a"]})",
            R"({"a":4})");
        row("reference to nowhere",
            R"({"type":"object","properties":{"a":{"$ref":"\u0023/$defs/n"}},"required":["a"]})", R"({"a":null})");
        row("reference to another place is not fetched", R"({"$ref":"https:\/\/example.com/schema"})", "null");
        row("anything goes", "true", "{}");
        row("nonsense", "17", "{}");
        row("fields of wrong types", R"({"type":7,"properties":[],"required":{},"enum":{},"minimum":"x"})", R"({})");
    }
    void madeToFit() {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, required);
        QFETCH(QByteArray, full);
        const json::value parsed = json::parse(schema.toStdString());
        QCOMPARE(
            QByteArray::fromStdString(json::serialize(exampleFor(parsed, OptionalProperties::LeaveOut, "hello you"))),
            required);
        QCOMPARE(
            QByteArray::fromStdString(json::serialize(exampleFor(parsed, OptionalProperties::Include, "hello you"))),
            full);
    }

    void endlessSchemasEnd_data() {
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("itself") << QByteArray(R"({"$ref":"\u0023"})");
        QTest::newRow("a tree whose branches are required") << QByteArray(
            R"({"type":"object","properties":{"l":{"$ref":"\u0023"},"r":{"$ref":"\u0023"}},"required":["l","r"]})");
        QTest::newRow("a list of lists of lists")
            << QByteArray(R"({"type":"array","items":{"$ref":"\u0023"},"minItems":1000000000})");
        QTest::newRow("a very long text") << QByteArray(R"({"type":"string","minLength":1e300})");
        QTest::newRow("a number out of bounds") << QByteArray(R"({"type":"integer","minimum":1e300})");
        QTest::newRow("no step at all") << QByteArray(
            R"({"type":"number","multipleOf":0,"minimum":1e308,"exclusiveMinimum":1e308})");
    }
    void endlessSchemasEnd() {
        QFETCH(QByteArray, schema);
        const json::value made = exampleFor(json::parse(schema.toStdString()), OptionalProperties::Include, "x");
        QVERIFY(json::serialize(made).size() < 1'000'000);
    }
};

QTEST_APPLESS_MAIN(TestSchemaExample)
#include "tst_schemaexample.moc"
