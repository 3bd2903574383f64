/* kept-views: nine places of the canvas that are kept with the project and gone back to
 *
 * A view is kept as the group that is looked into, the zoom, and what lies in the middle, so that
 * it is right in a window of another size. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/kept-views.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/context/keeping.h"

#define MOST 9
#define TYPE "(xddd)"

static char *
dup_key (guint number)
{
  return g_strdup_printf ("view-%u", number);
}

/* Nullable: none is kept there. */
static GVariant *
dup_view (WeftPlane *self, guint number)
{
  g_autofree char *key = dup_key (number);

  return weft_context_recall (self->context, key, G_VARIANT_TYPE (TYPE));
}

static gboolean
is_kept (WeftPlane *self, guint number)
{
  g_autoptr (GVariant) value = dup_view (self, number);

  return value != NULL;
}

static void
say (WeftPlane *self, const char *format, guint number)
{
  g_autofree char *text = g_strdup_printf (format, number);

  weft_context_toast (self->context, text);
}

void
weft_kept_views_keep (WeftPlane *self)
{
  guint number = self->digit;
  WeftPoint middle = weft_view_to_plane (
      &self->sight.view, (WeftPoint){ self->sight.width / 2.0, self->sight.height / 2.0 });
  g_autofree char *key = NULL;

  for (guint i = MOST; number == 0 && i > 0; i--)
    if (!is_kept (self, i))
      self->view_gone_to = i;
  if (number == 0)
    number = MAX (1, self->view_gone_to);
  self->view_gone_to = number;
  key = dup_key (number);
  weft_context_keep (self->context, key,
                     g_variant_new (TYPE, weft_context_get_inside (self->context),
                                    self->sight.view.zoom, middle.x, middle.y));
  /* Translators: a key, 1 to 9 */
  say (self, _ ("This view is kept: %u goes back to it."), number);
}

static void
show (WeftPlane *self, GVariant *value, guint number)
{
  WeftView view = { 1, 0, 0 };
  WeftPoint middle;
  gint64 inside;

  g_variant_get (value, TYPE, &inside, &view.zoom, &middle.x, &middle.y);
  if (!isfinite (view.zoom) || !isfinite (middle.x) || !isfinite (middle.y))
    return;
  if (inside != 0 && weft_graph_find (weft_context_get_graph (self->context), inside) == NULL)
    {
      say (self, _ ("The group that view %u looked into is there no more."), number);
      return;
    }
  if (inside != weft_context_get_inside (self->context))
    weft_context_enter (self->context, inside);
  view.zoom = CLAMP (view.zoom, WEFT_ZOOM_MIN, WEFT_ZOOM_MAX);
  view.x = self->sight.width / 2.0 - middle.x * view.zoom;
  view.y = self->sight.height / 2.0 - middle.y * view.zoom;
  weft_sight_set (self, &view);
  self->view_gone_to = number;
}

void
weft_kept_views_go (WeftPlane *self)
{
  guint number = self->digit;
  g_autoptr (GVariant) value = NULL;

  for (guint i = 1; number == 0 && i <= MOST; i++)
    if (is_kept (self, (self->view_gone_to + i - 1) % MOST + 1))
      number = (self->view_gone_to + i - 1) % MOST + 1;
  if (number == 0)
    {
      weft_context_toast (self->context, _ ("No view is kept yet: Ctrl+1 to Ctrl+9 keep one."));
      return;
    }
  value = dup_view (self, number);
  if (value != NULL)
    show (self, value, number);
  else
    say (self, _ ("No view is kept under %u: Ctrl and that key keep the one you see."), number);
}
