/* renderer: what draws the windows where there is no graphics card */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* GTK begins, before there are threads; FALSE: there is no display. Where the system has no
 * graphics card GTK is not to look for OpenGL, by which it would load a compiler for it: that takes
 * 50 MB. */
gboolean weft_renderer_init (void);
/* Before the first window. Where OpenGL would be computed by the processor Cairo draws instead: it
 * is several times quicker than that, takes 100 MB less, and leaves both cores to what is trained.
 * Whoever has set GSK_RENDERER has what he wants. */
void weft_renderer_choose (void);
