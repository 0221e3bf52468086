// Figures drawn into a page as vectors, from Debian's librsvg.
#include <librsvg/rsvg.h>

// The figure of some SVG text, and its width and height in pixels; null where it is none.
static inline void *steelyard_figure(const unsigned char *text, unsigned long length, double *width, double *height) {
  RsvgHandle *handle = rsvg_handle_new_from_data(text, length, NULL);
  if (handle && !rsvg_handle_get_intrinsic_size_in_pixels(handle, width, height)) {
    g_object_unref(handle);
    return NULL;
  }
  return handle;
}

// Draws a figure into a rectangle of a cairo context; 0 where it cannot be.
static inline int steelyard_figure_draw(void *figure, void *context, double x, double y, double width, double height) {
  RsvgRectangle place = {x, y, width, height};
  return rsvg_handle_render_document((RsvgHandle *)figure, (cairo_t *)context, &place, NULL);
}

static inline void steelyard_figure_free(void *figure) { g_object_unref(figure); }
