// simdjson on demand: it fills the structs while it walks the text.
#include "peer.hpp"

#include <simdjson.h>

using simdjson::ondemand::value;

template <class T> bool read(value &from, std::optional<T> &to);
template <class T> bool read(value &from, List<T> &to);
template <class V> bool read(value &from, Pairs<V> &to);
template <class O, class = decltype(&O::walk)> bool read(value &from, O &to);

static bool read(value &from, Text &to) { return !from.get_string().get(to); }
static bool read(value &from, bool &to) { return !from.get_bool().get(to); }

template <class N, std::enable_if_t<std::is_integral_v<N>, int> = 0> bool read(value &from, N &to) {
    if constexpr (std::is_unsigned_v<N>) {
        uint64_t number;
        if (from.get_uint64().get(number)) return false;
        to = static_cast<N>(number);
        return to == number;
    } else {
        int64_t number;
        if (from.get_int64().get(number)) return false;
        to = static_cast<N>(number);
        return to == number;
    }
}

#include "documents.hpp"

static bool is_null(value &from) {
    bool null;
    return !from.is_null().get(null) && null;
}

template <class T> bool read(value &from, std::optional<T> &to) { return is_null(from) || read(from, to.emplace()); }

template <class T> bool read(value &from, List<T> &to) {
    simdjson::ondemand::array array;
    if (from.get_array().get(array)) return is_null(from);
    for (auto result : array) {
        value element;
        if (result.get(element) || !read(element, to.push())) return false;
    }
    return true;
}

template <class V> bool read(value &from, Pairs<V> &to) {
    simdjson::ondemand::object object;
    if (from.get_object().get(object)) return is_null(from);
    for (auto field : object) {
        auto &pair = to.push();
        value element;
        if (field.unescaped_key().get(pair.first) || field.value().get(element) || !read(element, pair.second)) return false;
    }
    return true;
}

template <class O> static bool read_fields(simdjson::ondemand::object &object, O &to) {
    for (auto field : object) {
        Text key;
        value element;
        if (field.escaped_key().get(key) || field.value().get(element) || !to.field(key, element)) return false;
    }
    return true;
}

template <class O, class> bool read(value &from, O &to) {
    simdjson::ondemand::object object;
    if (from.get_object().get(object)) return is_null(from);
    return read_fields(object, to);
}

// The text of a document in a string is in the memory of the other parser, which has enough room for the padding.
template <class O> static bool parse(int level, O &to, char *text, size_t length) {
    static simdjson::ondemand::parser parsers[2];
    if (level == 0) arena_used = 0;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (parsers[level].iterate(text, length, length + simdjson::SIMDJSON_PADDING).get(document)) return false;
    return !document.get_object().get(object) && read_fields(object, to) && document.at_end();
}

extern "C" size_t peer_simdjson(int message, char *text, size_t length, bool walk) {
    MESSAGES(PLAIN_MESSAGE, NESTED_MESSAGE)
    return FAILED;
}
