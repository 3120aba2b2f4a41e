/*
 * A toy implementation of two types in C, for the fuzz target `differential`. It has no fault unless it is compiled with
 * one of these options:
 *
 *   -DFAULT=1   an integer of more than 32 bits is taken modulo 2^32
 *   -DFAULT=2   a pair of surrogates becomes another character
 *   -DFAULT=3   U+2028 is written without an escape
 */
#include "../implementation.h"

#include <string.h>

#ifndef FAULT
#define FAULT 0
#endif

enum kind { STRING, U32, I32 };

struct field {
    const char *key;
    enum kind kind;
    int omitempty;
};

static const struct field schema_version[] = {{"Major", U32, 1}, {"Minor", U32, 1}};
static const struct field error_record[] = {
    {"Result", I32, 0},   {"Message", STRING, 0}, {"StackTrace", STRING, 1},   {"ModuleName", STRING, 0},
    {"FileName", STRING, 0}, {"Line", U32, 0},       {"FunctionName", STRING, 1},
};

static const struct type {
    const char *name;
    const struct field *fields;
    int count;
} types[] = {{"SchemaVersion", schema_version, 2}, {"ErrorRecord", error_record, 7}};

/* Reads text. After an error, `failed` is set and nothing more is read. */
struct reader {
    const uint8_t *at, *end;
    int failed, depth;
};

/* Writes text. Bytes that do not fit are only counted. */
struct writer {
    uint8_t *output;
    size_t size, capacity;
};

static void put(struct writer *w, uint8_t byte) {
    if (w->size < w->capacity)
        w->output[w->size] = byte;
    w->size++;
}

static void put_text(struct writer *w, const char *text) {
    while (*text)
        put(w, (uint8_t)*text++);
}

static int peek(struct reader *r) { return r->failed || r->at == r->end ? -1 : *r->at; }

static int fail(struct reader *r) {
    r->failed = 1;
    return -1;
}

static int take(struct reader *r) { return peek(r) < 0 ? fail(r) : *r->at++; }

static void space(struct reader *r) {
    while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\n' || peek(r) == '\r')
        r->at++;
}

static void expect(struct reader *r, const char *text) {
    for (; *text; text++)
        if (take(r) != *text)
            fail(r);
}

static uint32_t hex(struct reader *r) {
    uint32_t value = 0;
    for (int digit = 0; digit < 4; digit++) {
        int c = take(r);
        if (c >= '0' && c <= '9')
            value = value << 4 | (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            value = value << 4 | (uint32_t)((c | 32) - 'a' + 10);
        else
            fail(r);
    }
    return value;
}

/* Reads one character of UTF-8 whose first byte is `first`. */
static uint32_t utf8(struct reader *r, int first) {
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    int more = first < 0x80 ? 0 : first < 0xc0 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf8 ? 3 : -1;
    if (more < 0)
        return (uint32_t)fail(r);
    uint32_t character = more ? (uint32_t)(first & (0x3f >> more)) : (uint32_t)first;
    for (int byte = 0; byte < more; byte++) {
        int c = take(r);
        if ((c & 0xc0) != 0x80)
            fail(r);
        character = character << 6 | (uint32_t)(c & 0x3f);
    }
    if (character < least[more] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
        fail(r);
    return character;
}

/* Reads an escape, after its backslash. */
static uint32_t escape(struct reader *r) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    int c = take(r);
    if (c != 'u') {
        const char *found = c > 0 ? strchr(from, c) : NULL;
        return found ? (uint32_t)to[found - from] : (uint32_t)fail(r);
    }
    uint32_t unit = hex(r);
    if (unit < 0xd800 || unit > 0xdfff)
        return unit;
    /* A pair of surrogates is a character, and a lone surrogate is U+FFFD. */
    if (unit < 0xdc00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
        struct reader ahead = *r;
        ahead.at += 2;
        uint32_t low = hex(&ahead);
        if (!ahead.failed && low >= 0xdc00 && low <= 0xdfff) {
            *r = ahead;
            return ((unit & 0x3ff) << 10 | (low & 0x3ff)) + (FAULT == 2 ? 0 : 0x10000);
        }
    }
    return 0xfffd;
}

static void put_character(struct writer *w, uint32_t c) {
    static const char digits[] = "0123456789abcdef", from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *found = c && c < 0x80 ? strchr(from, (int)c) : NULL;
    int is_separator = c == 0x2029 || (c == 0x2028 && FAULT != 3);
    if (found) {
        put(w, '\\');
        put(w, (uint8_t)to[found - from]);
    } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || is_separator) {
        put_text(w, "\\u");
        for (int shift = 12; shift >= 0; shift -= 4)
            put(w, (uint8_t)digits[c >> shift & 15]);
    } else if (c < 0x80) {
        put(w, (uint8_t)c);
    } else {
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        put(w, (uint8_t)(0xf80u >> more | c >> 6 * more));
        while (more--)
            put(w, (uint8_t)(0x80 | (c >> 6 * more & 0x3f)));
    }
}

/* Reads a string, after its quote, and writes it if there is a writer. Returns the number of characters. */
static size_t string(struct reader *r, struct writer *w) {
    size_t count = 0;
    for (int c; !r->failed && (c = take(r)) != '"'; count++) {
        if (c < 0x20)
            fail(r);
        uint32_t character = c == '\\' ? escape(r) : utf8(r, c);
        if (w && !r->failed)
            put_character(w, character);
    }
    return count;
}

static void digits(struct reader *r) {
    if (peek(r) < '0' || peek(r) > '9')
        fail(r);
    while (peek(r) >= '0' && peek(r) <= '9')
        r->at++;
}

/* Skips a number. Returns whether it is an integer. */
static int number(struct reader *r) {
    int is_integer = 1;
    if (peek(r) == '-')
        r->at++;
    if (peek(r) == '0')
        r->at++;
    else
        digits(r);
    if (peek(r) == '.') {
        r->at++, is_integer = 0;
        digits(r);
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->at++, is_integer = 0;
        if (peek(r) == '+' || peek(r) == '-')
            r->at++;
        digits(r);
    }
    return is_integer;
}

static void skip(struct reader *r);

/* Skips the contents of an array or object. */
static void container(struct reader *r, char close) {
    if (++r->depth > 64)
        fail(r);
    space(r);
    if (peek(r) == close) {
        r->at++;
    } else {
        for (int next = ','; next == ',' && !r->failed;) {
            if (close == '}') {
                space(r);
                expect(r, "\"");
                string(r, NULL);
                space(r);
                expect(r, ":");
            }
            skip(r);
            space(r);
            next = take(r);
            if (next != ',' && next != close)
                fail(r);
        }
    }
    r->depth--;
}

static void skip(struct reader *r) {
    space(r);
    switch (peek(r)) {
    case '"': r->at++, string(r, NULL); break;
    case '{': r->at++, container(r, '}'); break;
    case '[': r->at++, container(r, ']'); break;
    case 't': expect(r, "true"); break;
    case 'f': expect(r, "false"); break;
    case 'n': expect(r, "null"); break;
    default: number(r);
    }
}

/* Compares a key, after its quote, with a name, folded like in Go. The reader is after the key then. */
static int is_key(struct reader *r, const char *name, int exactly) {
    int is_same = 1;
    for (int c; !r->failed && (c = take(r)) != '"';) {
        if (c < 0x20)
            fail(r);
        uint32_t character = c == '\\' ? escape(r) : utf8(r, c);
        if (!exactly) {
            character = character == 0x17f ? 's' : character == 0x212a ? 'k' : character;
            character |= character >= 'A' && character <= 'Z' ? 32 : 0;
        }
        uint32_t expected = (uint8_t)*name;
        if (!exactly && expected >= 'A' && expected <= 'Z')
            expected |= 32;
        is_same = is_same && *name && character == expected;
        name += is_same;
    }
    return is_same && !*name;
}

static int find(struct reader *r, const struct type *type) {
    int found = -1;
    struct reader after = *r;
    for (int pass = 1; pass >= 0 && found < 0; pass--)
        for (int index = 0; index < type->count && found < 0; index++) {
            after = *r;
            if (is_key(&after, type->fields[index].key, pass))
                found = index;
        }
    *r = after;
    return found;
}

/* Checks the value of a field, and moves the reader after it. */
static void value(struct reader *r, enum kind kind) {
    if (kind == STRING) {
        expect(r, "\"");
        string(r, NULL);
        return;
    }
    const uint8_t *start = r->at;
    int is_negative = peek(r) == '-';
    if (!number(r) || r->failed) {
        fail(r);
        return;
    }
    uint64_t magnitude = 0;
    for (const uint8_t *at = start + is_negative; at < r->at; at++)
        magnitude = magnitude > UINT32_MAX && FAULT != 1 ? magnitude : magnitude * 10 + (uint64_t)(*at - '0');
    uint64_t most = kind == U32 ? UINT32_MAX : (uint64_t)INT32_MAX + (uint64_t)is_negative;
    if ((magnitude > most && !(FAULT == 1 && kind == U32)) || (is_negative && kind == U32))
        fail(r);
}

static void put_value(struct writer *w, const uint8_t *at, const uint8_t *end, enum kind kind) {
    struct reader r = {at, end, 0, 0};
    if (kind == STRING) {
        put(w, '"');
        if (at != end) {
            take(&r);
            string(&r, w);
        }
        put(w, '"');
        return;
    }
    int is_negative = at != end && *at == '-';
    uint64_t magnitude = 0;
    for (at += is_negative; at != end; at++)
        magnitude = magnitude * 10 + (uint64_t)(*at - '0');
    char text[24], *first = text + sizeof text - 1;
    *first = 0;
    magnitude = kind == U32 ? (uint32_t)magnitude : magnitude;
    do
        *--first = (char)('0' + magnitude % 10);
    while (magnitude /= 10);
    if (is_negative && strcmp(first, "0") != 0)
        put(w, '-');
    put_text(w, first);
}

/* Returns whether a value is 0 or empty. */
static int is_empty(const uint8_t *at, const uint8_t *end, enum kind kind) {
    uint8_t text[4];
    struct writer w = {text, 0, sizeof text};
    put_value(&w, at, end, kind);
    return kind == STRING ? w.size == 2 : w.size == 1 && text[0] == '0';
}

ptrdiff_t gcs_rewrite(const char *name, const uint8_t *payload, size_t size, uint8_t *output, size_t capacity) {
    const struct type *type = NULL;
    for (size_t index = 0; index < sizeof types / sizeof *types; index++)
        if (strcmp(types[index].name, name) == 0)
            type = &types[index];
    if (!type)
        return GCS_UNKNOWN_TYPE;

    /* The positions of the values. */
    const uint8_t *starts[8] = {0}, *ends[8] = {0};
    int seen[8] = {0};
    struct reader r = {payload, payload + size, 0, 1};
    space(&r);
    if (peek(&r) == 'n') {
        expect(&r, "null");
    } else {
        expect(&r, "{");
        space(&r);
        int next = ',';
        if (peek(&r) == '}')
            next = take(&r);
        while (next == ',' && !r.failed) {
            space(&r);
            expect(&r, "\"");
            int index = find(&r, type);
            space(&r);
            expect(&r, ":");
            space(&r);
            if (index < 0) {
                skip(&r);
            } else if (seen[index]++) {
                fail(&r);
            } else if (peek(&r) == 'n') {
                expect(&r, "null");
            } else {
                starts[index] = r.at;
                value(&r, type->fields[index].kind);
                ends[index] = r.at;
            }
            space(&r);
            next = take(&r);
            if (next != ',' && next != '}')
                fail(&r);
        }
    }
    space(&r);
    if (r.failed || r.at != r.end)
        return GCS_REFUSED;

    struct writer w = {output, 0, capacity};
    put(&w, '{');
    for (int index = 0; index < type->count; index++) {
        const struct field *field = &type->fields[index];
        if (field->omitempty && is_empty(starts[index], ends[index], field->kind))
            continue;
        put_text(&w, w.size > 1 ? ",\"" : "\"");
        put_text(&w, field->key);
        put_text(&w, "\":");
        put_value(&w, starts[index], ends[index], field->kind);
    }
    put(&w, '}');
    return (ptrdiff_t)w.size;
}
