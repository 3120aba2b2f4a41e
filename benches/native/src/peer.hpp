// What the peers share: the structs of the messages, how they are filled from the values of a parser, and how their
// fields are added up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

using Text = std::string_view;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using i32 = int32_t;
using i64 = int64_t;

// Memory for lists, which is freed as a whole when the next message is decoded.
static char arena[1 << 20];
static size_t arena_used;

template <class T> struct List {
    T *data = nullptr;
    size_t size = 0, capacity = 0;

    void reserve(size_t count) {
        arena_used = (arena_used + alignof(T) - 1) & ~(alignof(T) - 1);
        T *room = reinterpret_cast<T *>(arena + arena_used);
        arena_used += count * sizeof(T);
        for (size_t at = 0; at < size; at++) new (room + at) T(std::move(data[at]));
        data = room;
        capacity = count;
    }

    T &push() {
        if (size == capacity) reserve(capacity ? 2 * capacity : 4);
        return *new (data + size++) T{};
    }
};

template <class V> using Pairs = List<std::pair<Text, V>>;

inline size_t sum(const Text &text) { return text.size(); }
template <class N, std::enable_if_t<std::is_integral_v<N>, int> = 0> size_t sum(N number) {
    return static_cast<size_t>(number);
}
template <class O, class = decltype(&O::walk)> size_t sum(const O &object) { return object.walk(); }
template <class T> size_t sum(const std::optional<T> &value);
template <class T> size_t sum(const List<T> &list);
template <class V> size_t sum(const std::pair<Text, V> &pair) { return pair.first.size() + sum(pair.second); }
template <class T> size_t sum(const std::optional<T> &value) { return value ? sum(*value) : 0; }
template <class T> size_t sum(const List<T> &list) {
    size_t all = 0;
    for (size_t at = 0; at < list.size; at++) all += sum(list.data[at]);
    return all;
}

// Prevents the compiler from removing the computation of a value.
template <class T> void keep(T &value) { asm volatile("" : : "r"(&value) : "memory"); }

constexpr size_t FAILED = ~size_t(0);

// Decodes a message with `PARSER(outer, text, length)`, and the document in a string of it with `PARSER_INNER`.
#define PLAIN_MESSAGE(INDEX, NAME, OUTER)                                                                                             \
    if (message == INDEX) {                                                                                                   \
        OUTER outer;                                                                                                           \
        if (!parse(0, outer, text, length)) return FAILED;                                                                     \
        keep(outer);                                                                                                           \
        return walk ? outer.walk() : 0;                                                                                        \
    }
#define NESTED_MESSAGE(INDEX, NAME, OUTER, INNER, FIELD)                                                                              \
    if (message == INDEX) {                                                                                                   \
        OUTER outer;                                                                                                           \
        INNER inner;                                                                                                           \
        if (!parse(0, outer, text, length)) return FAILED;                                                                     \
        Text nested = outer.FIELD;                                                                                             \
        if (!parse(1, inner, const_cast<char *>(nested.data()), nested.size())) return FAILED;                                 \
        keep(outer);                                                                                                           \
        keep(inner);                                                                                                           \
        return walk ? outer.walk() + inner.walk() - nested.size() : 0;                                                         \
    }
