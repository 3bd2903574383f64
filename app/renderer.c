/* renderer: what draws the windows where there is no graphics card */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/renderer.h"

#include <epoxy/gl.h>
#include <gtk/gtk.h>
#include <string.h>

/* How Mesa calls those that compute on the processor. */
static const char *const software[] = { "llvmpipe", "softpipe", "swrast", "SWR", NULL };

static gboolean
is_software (const char *name)
{
  for (guint i = 0; software[i] != NULL; i++)
    if (strstr (name, software[i]) != NULL)
      return TRUE;
  return FALSE;
}

void
weft_renderer_choose (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GdkGLContext) context = NULL;
  const char *name;

  if (display == NULL || g_getenv ("GSK_RENDERER") != NULL)
    return;
  context = gdk_display_create_gl_context (display, NULL);
  if (context == NULL || !gdk_gl_context_realize (context, NULL))
    return; /* GTK finds that out, too, and takes Cairo */
  gdk_gl_context_make_current (context);
  name = (const char *) glGetString (GL_RENDERER);
  if (name != NULL && is_software (name))
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
  gdk_gl_context_clear_current ();
}
