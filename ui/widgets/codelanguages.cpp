// SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The languages that the highlighter knows, as data. Word lists are sorted by code unit: they are searched in halves.
#include "ui/widgets/codehighlighter.h"

#include <algorithm>
#include <array>

namespace llmg::widgets {
namespace {

using Words = std::u16string_view;

constexpr Words cppNames[] = {
    u"c++", u"cpp", u"c", u"cc", u"cxx", u"h", u"hpp",
};
constexpr Words cppKeywords[] = {
    u"alignas",      u"alignof",   u"asm",          u"auto",       u"break",
    u"case",         u"catch",     u"class",        u"co_await",   u"co_return",
    u"co_yield",     u"concept",   u"const",        u"const_cast", u"consteval",
    u"constexpr",    u"constinit", u"continue",     u"decltype",   u"default",
    u"delete",       u"do",        u"dynamic_cast", u"else",       u"enum",
    u"explicit",     u"export",    u"extern",       u"final",      u"for",
    u"friend",       u"goto",      u"if",           u"inline",     u"mutable",
    u"namespace",    u"new",       u"noexcept",     u"operator",   u"override",
    u"private",      u"protected", u"public",       u"register",   u"reinterpret_cast",
    u"requires",     u"return",    u"sizeof",       u"static",     u"static_assert",
    u"static_cast",  u"struct",    u"switch",       u"template",   u"this",
    u"thread_local", u"throw",     u"try",          u"typedef",    u"typeid",
    u"typename",     u"union",     u"using",        u"virtual",    u"volatile",
    u"while",
};
constexpr Words cppTypes[] = {
    u"NULL",     u"bool",    u"char",     u"char16_t", u"char32_t", u"char8_t", u"double",   u"false",
    u"float",    u"int",     u"int16_t",  u"int32_t",  u"int64_t",  u"int8_t",  u"long",     u"nullptr",
    u"short",    u"signed",  u"size_t",   u"std",      u"string",   u"true",    u"uint16_t", u"uint32_t",
    u"uint64_t", u"uint8_t", u"unsigned", u"void",     u"wchar_t",
};
constexpr StringRule cppStrings[] = {
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
};

constexpr Words javaLikeNames[] = {
    u"java", u"c#", u"csharp", u"cs", u"kotlin", u"kt", u"swift", u"scala", u"dart",
};
constexpr Words javaLikeKeywords[] = {
    u"abstract",  u"as",        u"async",       u"await",        u"base",     u"break",     u"case",     u"catch",
    u"class",     u"const",     u"constructor", u"continue",     u"data",     u"default",   u"defer",    u"delegate",
    u"do",        u"else",      u"enum",        u"export",       u"extends",  u"extension", u"extern",   u"final",
    u"finally",   u"fixed",     u"for",         u"foreach",      u"fun",      u"func",      u"get",      u"goto",
    u"guard",     u"if",        u"implements",  u"import",       u"in",       u"init",      u"inner",    u"instanceof",
    u"interface", u"internal",  u"is",          u"lateinit",     u"let",      u"lock",      u"match",    u"namespace",
    u"native",    u"new",       u"object",      u"open",         u"operator", u"out",       u"override", u"package",
    u"params",    u"partial",   u"private",     u"protected",    u"protocol", u"public",    u"readonly", u"record",
    u"ref",       u"repeat",    u"return",      u"sealed",       u"set",      u"sizeof",    u"static",   u"struct",
    u"super",     u"suspend",   u"switch",      u"synchronized", u"this",     u"throw",     u"throws",   u"trait",
    u"try",       u"typealias", u"typeof",      u"using",        u"val",      u"var",       u"virtual",  u"volatile",
    u"when",      u"where",     u"while",       u"with",         u"yield",
};
constexpr Words javaLikeTypes[] = {
    u"Any",  u"Bool",    u"Boolean", u"Double",   u"Float", u"Int",    u"Integer", u"List", u"Long",
    u"Map",  u"Nothing", u"Object",  u"Optional", u"Set",   u"String", u"Unit",    u"bool", u"boolean",
    u"byte", u"char",    u"decimal", u"double",   u"false", u"float",  u"int",     u"long", u"nil",
    u"null", u"short",   u"string",  u"true",     u"uint",  u"ulong",  u"void",
};
constexpr StringRule javaLikeStrings[] = {
    {u"\"\"\"", u"\"\"\"", true, true},
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
};

constexpr Words goNames[] = {
    u"go",
    u"golang",
};
constexpr Words goKeywords[] = {
    u"break", u"case",   u"chan",   u"const",  u"continue", u"default", u"defer",     u"else", u"fallthrough",
    u"for",   u"func",   u"go",     u"goto",   u"if",       u"import",  u"interface", u"map",  u"package",
    u"range", u"return", u"select", u"struct", u"switch",   u"type",    u"var",
};
constexpr Words goTypes[] = {
    u"any",       u"append", u"bool",   u"byte",    u"cap",     u"close",   u"comparable", u"complex128",
    u"complex64", u"copy",   u"delete", u"error",   u"false",   u"float32", u"float64",    u"int",
    u"int16",     u"int32",  u"int64",  u"int8",    u"iota",    u"len",     u"make",       u"new",
    u"nil",       u"panic",  u"print",  u"println", u"recover", u"rune",    u"string",     u"true",
    u"uint",      u"uint16", u"uint32", u"uint64",  u"uint8",   u"uintptr",
};
constexpr StringRule goStrings[] = {
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
    {u"`", u"`", false, true},
};

constexpr Words rustNames[] = {
    u"rust",
    u"rs",
};
constexpr Words rustKeywords[] = {
    u"as",     u"async",  u"await", u"break", u"const", u"continue", u"crate",  u"dyn",   u"else",
    u"enum",   u"extern", u"fn",    u"for",   u"if",    u"impl",     u"in",     u"let",   u"loop",
    u"match",  u"mod",    u"move",  u"mut",   u"pub",   u"ref",      u"return", u"self",  u"static",
    u"struct", u"super",  u"trait", u"type",  u"union", u"unsafe",   u"use",    u"where", u"while",
};
constexpr Words rustTypes[] = {
    u"Box", u"Err",   u"None", u"Ok",   u"Option", u"Rc",    u"Result", u"Self", u"Some", u"String",
    u"Vec", u"bool",  u"char", u"f32",  u"f64",    u"false", u"i128",   u"i16",  u"i32",  u"i64",
    u"i8",  u"isize", u"str",  u"true", u"u128",   u"u16",   u"u32",    u"u64",  u"u8",   u"usize",
};
constexpr StringRule rustStrings[] = {
    {u"\"", u"\"", true, true},
};

constexpr Words pythonNames[] = {
    u"python",
    u"py",
    u"python3",
};
constexpr Words pythonKeywords[] = {
    u"and",  u"as",     u"assert", u"async", u"await",  u"break",   u"case",     u"class", u"continue",
    u"def",  u"del",    u"elif",   u"else",  u"except", u"finally", u"for",      u"from",  u"global",
    u"if",   u"import", u"in",     u"is",    u"lambda", u"match",   u"nonlocal", u"not",   u"or",
    u"pass", u"raise",  u"return", u"try",   u"while",  u"with",    u"yield",
};
constexpr Words pythonTypes[] = {
    u"Exception", u"False",      u"None", u"True", u"ValueError", u"bool",   u"bytes", u"dict",  u"enumerate", u"float",
    u"int",       u"isinstance", u"len",  u"list", u"map",        u"object", u"open",  u"print", u"range",     u"self",
    u"set",       u"sorted",     u"str",  u"sum",  u"super",      u"tuple",  u"type",  u"zip",
};
constexpr StringRule pythonStrings[] = {
    {u"\"\"\"", u"\"\"\"", true, true},
    {u"'''", u"'''", true, true},
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
};

constexpr Words javascriptNames[] = {
    u"javascript", u"js", u"jsx", u"typescript", u"ts", u"tsx", u"mjs", u"node",
};
constexpr Words javascriptKeywords[] = {
    u"abstract",  u"as",         u"async",    u"await",   u"break",      u"case",      u"catch",    u"class",
    u"const",     u"continue",   u"debugger", u"declare", u"default",    u"delete",    u"do",       u"else",
    u"enum",      u"export",     u"extends",  u"finally", u"for",        u"from",      u"function", u"get",
    u"if",        u"implements", u"import",   u"in",      u"instanceof", u"interface", u"keyof",    u"let",
    u"namespace", u"new",        u"of",       u"private", u"protected",  u"public",    u"readonly", u"return",
    u"satisfies", u"set",        u"static",   u"super",   u"switch",     u"this",      u"throw",    u"try",
    u"type",      u"typeof",     u"var",      u"void",    u"while",      u"with",      u"yield",
};
constexpr Words javascriptTypes[] = {
    u"Array",   u"Boolean", u"Date",   u"Error",  u"JSON",    u"Map",    u"Math",   u"NaN",       u"Number",  u"Object",
    u"Promise", u"RegExp",  u"Set",    u"String", u"Symbol",  u"any",    u"bigint", u"boolean",   u"console", u"false",
    u"never",   u"null",    u"number", u"object", u"process", u"string", u"true",   u"undefined", u"unknown",
};
constexpr StringRule javascriptStrings[] = {
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
    {u"`", u"`", true, true},
};

constexpr Words jsonNames[] = {
    u"json",
    u"jsonc",
    u"json5",
};
constexpr Words jsonTypes[] = {
    u"false",
    u"null",
    u"true",
};
constexpr StringRule jsonStrings[] = {
    {u"\"", u"\"", true, false},
};

constexpr Words yamlNames[] = {
    u"yaml",
    u"yml",
    u"toml",
};
constexpr Words yamlTypes[] = {
    u"false", u"no", u"null", u"off", u"on", u"true", u"yes",
};
constexpr StringRule yamlStrings[] = {
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
};

constexpr Words shellNames[] = {
    u"bash", u"sh", u"shell", u"zsh", u"console", u"shell-session",
};
constexpr Words shellKeywords[] = {
    u"case", u"do", u"done",   u"elif",   u"else", u"esac", u"fi",    u"for",   u"function",
    u"if",   u"in", u"return", u"select", u"set",  u"then", u"until", u"while",
};
constexpr Words shellTypes[] = {
    u"alias", u"awk",   u"cat",    u"cd",     u"chmod", u"cp",     u"curl",   u"docker",  u"echo",  u"env",
    u"eval",  u"exec",  u"exit",   u"export", u"git",   u"grep",   u"kill",   u"local",   u"ls",    u"mkdir",
    u"mv",    u"node",  u"npm",    u"npx",    u"pip",   u"printf", u"python", u"python3", u"read",  u"rm",
    u"sed",   u"shift", u"source", u"sudo",   u"tar",   u"test",   u"touch",  u"trap",    u"unset", u"wget",
};
constexpr StringRule shellStrings[] = {
    {u"\"", u"\"", true, true},
    {u"'", u"'", false, true},
};

constexpr Words sqlNames[] = {
    u"sql",
    u"postgresql",
    u"mysql",
    u"sqlite",
};
constexpr Words sqlKeywords[] = {
    u"add",     u"all",       u"alter",    u"and",         u"as",         u"asc",    u"begin",    u"between",
    u"by",      u"case",      u"check",    u"commit",      u"constraint", u"create", u"cross",    u"default",
    u"delete",  u"desc",      u"distinct", u"drop",        u"else",       u"end",    u"except",   u"exists",
    u"explain", u"foreign",   u"from",     u"full",        u"group",      u"having", u"if",       u"in",
    u"index",   u"inner",     u"insert",   u"intersect",   u"into",       u"is",     u"join",     u"key",
    u"left",    u"like",      u"limit",    u"not",         u"on",         u"or",     u"order",    u"outer",
    u"over",    u"partition", u"primary",  u"references",  u"returning",  u"right",  u"rollback", u"select",
    u"set",     u"table",     u"then",     u"transaction", u"trigger",    u"union",  u"unique",   u"update",
    u"using",   u"values",    u"view",     u"when",        u"where",      u"with",
};
constexpr Words sqlTypes[] = {
    u"avg",      u"bigint",  u"blob",   u"boolean",   u"char",    u"coalesce", u"count",   u"date",
    u"datetime", u"decimal", u"double", u"false",     u"float",   u"int",      u"integer", u"json",
    u"jsonb",    u"max",     u"min",    u"null",      u"numeric", u"real",     u"serial",  u"smallint",
    u"sum",      u"text",    u"time",   u"timestamp", u"true",    u"uuid",     u"varchar",
};
constexpr StringRule sqlStrings[] = {
    {u"'", u"'", false, true},
    {u"\"", u"\"", false, false},
};

constexpr Words htmlNames[] = {
    u"html", u"xml", u"svg", u"vue", u"htm", u"xhtml",
};

constexpr Words cssNames[] = {
    u"css",
    u"scss",
    u"less",
};
constexpr Words cssKeywords[] = {
    u"and", u"from", u"important", u"not", u"only", u"to",
};
constexpr Words cssTypes[] = {
    u"absolute", u"auto",    u"block",  u"bold", u"center",   u"flex",  u"grid",        u"hidden",
    u"inherit",  u"initial", u"inline", u"none", u"relative", u"solid", u"transparent",
};
constexpr StringRule cssStrings[] = {
    {u"\"", u"\"", true, false},
    {u"'", u"'", true, false},
};

constexpr Words slashComment[] = {u"//"};
constexpr Words hashComment[] = {u"#"};
constexpr Words dashComment[] = {u"--"};

constexpr CodeLanguage languages[] = {
    {.names = cppNames,
     .keywords = cppKeywords,
     .types = cppTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = cppStrings,
     .directives = true},
    {.names = javaLikeNames,
     .keywords = javaLikeKeywords,
     .types = javaLikeTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = javaLikeStrings,
     .directives = true},
    {.names = goNames,
     .keywords = goKeywords,
     .types = goTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = goStrings},
    {.names = rustNames,
     .keywords = rustKeywords,
     .types = rustTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = rustStrings},
    {.names = pythonNames,
     .keywords = pythonKeywords,
     .types = pythonTypes,
     .lineComments = hashComment,
     .strings = pythonStrings,
     .directives = true},
    {.names = javascriptNames,
     .keywords = javascriptKeywords,
     .types = javascriptTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = javascriptStrings,
     .directives = true},
    {.names = jsonNames,
     .keywords = {},
     .types = jsonTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = jsonStrings,
     .keysBeforeColon = true},
    {.names = yamlNames,
     .keywords = {},
     .types = yamlTypes,
     .lineComments = hashComment,
     .strings = yamlStrings,
     .keysBeforeColon = true},
    {.names = shellNames,
     .keywords = shellKeywords,
     .types = shellTypes,
     .lineComments = hashComment,
     .strings = shellStrings,
     .variables = true},
    {.names = sqlNames,
     .keywords = sqlKeywords,
     .types = sqlTypes,
     .lineComments = dashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = sqlStrings,
     .ignoreCase = true},
    {.names = htmlNames,
     .keywords = {},
     .types = {},
     .lineComments = {},
     .blockBegin = u"<!--",
     .blockEnd = u"-->",
     .markup = true},
    {.names = cssNames,
     .keywords = cssKeywords,
     .types = cssTypes,
     .lineComments = slashComment,
     .blockBegin = u"/*",
     .blockEnd = u"*/",
     .strings = cssStrings,
     .keysBeforeColon = true},
};

} // namespace

const CodeLanguage* codeLanguage(QStringView name) {
    const QString folded = name.toString().toLower();
    const std::u16string_view key(reinterpret_cast<const char16_t*>(folded.utf16()),
                                  static_cast<std::size_t>(folded.size()));
    for (const auto& language : languages)
        if (std::find(language.names.begin(), language.names.end(), key) != language.names.end())
            return &language;
    return nullptr;
}

} // namespace llmg::widgets
