/* renderer: what draws the windows where there is no graphics card */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/renderer.h"

#include <epoxy/gl.h>
#include <gtk/gtk.h>
#include <string.h>

/* How Mesa calls those that compute on the processor. */
static const char *const software[] = { "llvmpipe", "softpipe", "swrast", "SWR", NULL };

/* Where the system has a graphics card of whatever make, one of these is there. */
static const char *const cards[] = { "/dev/dri",   "/dev/nvidiactl", "/dev/nvhost-gpu", "/dev/dxg",
                                     "/dev/mali0", "/dev/kgsl-3d0",  "/dev/pvrsrvkm",   NULL };

static gboolean
has_card (void)
{
  for (guint i = 0; cards[i] != NULL; i++)
    if (g_file_test (cards[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

gboolean
weft_renderer_init (void)
{
  gboolean without
      = !has_card () && g_getenv ("GSK_RENDERER") == NULL && g_getenv ("GDK_DEBUG") == NULL;
  gboolean is_there;

  if (!without)
    return gtk_init_check ();
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  is_there = gtk_init_check ();
  g_unsetenv ("GDK_DEBUG"); /* what it begins, as a browser, is not concerned */
  return is_there;
}

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
