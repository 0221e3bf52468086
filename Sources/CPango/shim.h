// Pages as PDF from Debian's cairo, and their text laid out and its fonts embedded by pango.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
