#include <qrencode.h>
#include <stdio.h>
#include <string.h>

#include "cgi/html.h"
#include "lib/limits.h"

/* Modules of white around the code that readers count on (ISO/IEC 18004). */
#define QUIET 4
/* With more modules (version 10) a picture must be larger for a camera. */
#define LARGE 57
/* Octets of a step such as "m-176 1h177". */
#define STEP_MAX 16

static bool
dark(const QRcode *code, int x, int y)
{
	return (code->data[y * code->width + x] & 1) != 0;
}

/* Every run of dark modules as a line of width 1: "m" moves from the end of the
 * run before, "h" draws. */
static const char *
outline(const QRcode *code, struct arena *a)
{
	size_t	 size = (size_t)code->width * (size_t)(code->width + 1) / 2 *
	    STEP_MAX + 1;
	char	*out = arena_alloc(a, size);
	size_t	 n = 0;
	int	 at_x = 0;
	int	 at_y = 0;

	if (out == NULL)
		return NULL;
	for (int y = 0; y < code->width; y++) {
		for (int x = 0; x < code->width; x++) {
			int start = x;

			while (x < code->width && dark(code, x, y))
				x++;
			if (x == start)
				continue;
			n += (size_t)snprintf(out + n, size - n, n == 0 ?
			    "M%d %d.5h%d" : "m%d %dh%d", start - at_x,
			    y - at_y, x - start);
			at_x = x;
			at_y = y;
		}
	}
	return out;
}

bool
html_qr(struct xml *x, struct arena *a, const char *text, const char *label)
{
	QRcode		*code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	const char	*path = code == NULL || code->width > QR_WIDTH_MAX ?
	    NULL : outline(code, a);
	char		 box[64];

	if (path != NULL) {
		(void)snprintf(box, sizeof(box), "%d %d %d %d", -QUIET, -QUIET,
		    code->width + 2 * QUIET, code->width + 2 * QUIET);
		html_open(x, "svg", code->width > LARGE ? "qr large" : "qr");
		xml_attr(x, "role", "img");
		xml_attr(x, "aria-label", label);
		xml_attr(x, "viewBox", box);
		xml_attr(x, "shape-rendering", "crispEdges");
		xml_open(x, "path");
		xml_attr(x, "stroke", "#000");
		xml_attr(x, "d", path);
		xml_close(x, "path");
		xml_close(x, "svg");
	}
	QRcode_free(code);
	return path != NULL;
}
