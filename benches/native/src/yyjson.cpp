// yyjson: it parses the text in place into a tree, and the structs are filled from that tree.
#include "peer.hpp"

#include <yyjson.h>

template <class T> bool read(yyjson_val *&value, std::optional<T> &to);
template <class T> bool read(yyjson_val *&value, List<T> &to);
template <class V> bool read(yyjson_val *&value, Pairs<V> &to);
template <class O, class = decltype(&O::walk)> bool read(yyjson_val *&value, O &to);

static bool read(yyjson_val *&value, Text &to) {
    if (!yyjson_is_str(value)) return false;
    to = Text(yyjson_get_str(value), yyjson_get_len(value));
    return true;
}

static bool read(yyjson_val *&value, bool &to) {
    to = yyjson_get_bool(value);
    return yyjson_is_bool(value);
}

template <class N, std::enable_if_t<std::is_integral_v<N>, int> = 0> bool read(yyjson_val *&value, N &to) {
    if (!yyjson_is_int(value)) return false;
    to = static_cast<N>(yyjson_get_uint(value));
    bool negative = yyjson_is_sint(value) && yyjson_get_sint(value) < 0;
    if (std::is_unsigned_v<N>) return !negative && yyjson_get_uint(value) == to;
    return negative || yyjson_is_sint(value) ? yyjson_get_sint(value) == static_cast<int64_t>(to)
                                             : to >= 0 && yyjson_get_uint(value) == static_cast<uint64_t>(to);
}

#include "documents.hpp"

template <class T> bool read(yyjson_val *&value, std::optional<T> &to) {
    return yyjson_is_null(value) || read(value, to.emplace());
}

template <class T> bool read(yyjson_val *&value, List<T> &to) {
    if (!yyjson_is_arr(value)) return yyjson_is_null(value);
    to.reserve(yyjson_arr_size(value));
    size_t at, count;
    yyjson_val *element;
    yyjson_arr_foreach(value, at, count, element) {
        if (!read(element, to.push())) return false;
    }
    return true;
}

template <class V> bool read(yyjson_val *&value, Pairs<V> &to) {
    if (!yyjson_is_obj(value)) return yyjson_is_null(value);
    to.reserve(yyjson_obj_size(value));
    size_t at, count;
    yyjson_val *key, *element;
    yyjson_obj_foreach(value, at, count, key, element) {
        auto &pair = to.push();
        if (!read(key, pair.first) || !read(element, pair.second)) return false;
    }
    return true;
}

template <class O, class> bool read(yyjson_val *&value, O &to) {
    if (!yyjson_is_obj(value)) return yyjson_is_null(value);
    size_t at, count;
    yyjson_val *key, *element;
    yyjson_obj_foreach(value, at, count, key, element) {
        if (!to.field(Text(yyjson_get_str(key), yyjson_get_len(key)), element)) return false;
    }
    return true;
}

// A document in a string ends at the string's NUL; what follows that by two bytes has been read.
template <class O> static bool parse(int level, O &to, char *text, size_t length) {
    static char memory[2][1 << 20];
    if (level == 0) arena_used = 0;
    memset(text + length, 0, YYJSON_PADDING_SIZE);
    yyjson_alc pool;
    yyjson_alc_pool_init(&pool, memory[level], sizeof memory[level]);
    yyjson_doc *document = yyjson_read_opts(text, length, YYJSON_READ_INSITU, &pool, nullptr);
    yyjson_val *root = document ? yyjson_doc_get_root(document) : nullptr;
    return root && read(root, to);
}

extern "C" size_t peer_yyjson(int message, char *text, size_t length, bool walk) {
    MESSAGES(PLAIN_MESSAGE, NESTED_MESSAGE)
    return FAILED;
}

// Returns the number of a message.
#define PLAIN_NUMBER(INDEX, NAME, OUTER) if (!strcmp(name, NAME)) return INDEX;
#define NESTED_NUMBER(INDEX, NAME, OUTER, INNER, FIELD) PLAIN_NUMBER(INDEX, NAME, OUTER)
extern "C" int peer_message(const char *name) {
    MESSAGES(PLAIN_NUMBER, NESTED_NUMBER)
    return -1;
}
