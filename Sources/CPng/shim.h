#include <png.h>
#include <string.h>

// The simplified interface of libpng: it reports errors by its results and never jumps across the caller's frames. Its versions and formats
// are macros that Swift cannot see.
static inline void shouwen_png_begin(png_imagep image) {
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
}
static inline void shouwen_png_as_rgb(png_imagep image) { image->format = PNG_FORMAT_RGB; }
