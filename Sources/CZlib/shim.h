#include <zlib.h>

// zlib's initialisers are macros that Swift cannot see. Raw streams: the archive has headers of its own.
static inline int shouwen_inflate_raw(z_streamp stream) { return inflateInit2(stream, -15); }
static inline int shouwen_deflate_raw(z_streamp stream) { return deflateInit2(stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY); }
