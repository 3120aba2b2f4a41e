/* The interface between an implementation of the protocol's JSON and the fuzz target `differential`. */
#ifndef GCS_IMPLEMENTATION_H
#define GCS_IMPLEMENTATION_H

#include <stddef.h>
#include <stdint.h>

/* The payload is refused. */
#define GCS_REFUSED (-1)
/* The implementation does not know the type, whatever the payload is. */
#define GCS_UNKNOWN_TYPE (-2)

/*
 * Decodes the `size` bytes at `payload` as `type`, including documents inside strings, and encodes the value again, in its
 * canonical form, into the `capacity` bytes at `output`.
 *
 * `type` is a name of the schema, such as "ErrorRecord", and ends with a NUL. Returns the size of the canonical form, even
 * if it exceeds `capacity`. In that case the function is called again with more room. Returns GCS_REFUSED or
 * GCS_UNKNOWN_TYPE otherwise. The function keeps no pointer, and returns the same result for the same payload.
 */
ptrdiff_t gcs_rewrite(const char *type, const uint8_t *payload, size_t size, uint8_t *output, size_t capacity);

#endif
