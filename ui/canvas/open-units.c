/* open-units: nodes that are opened into their units where they stand, and weights that are typed
 * there
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "ui/base/format.h"
#include "ui/base/undo-toast.h"
#include "ui/base/widgets.h"
#include "ui/canvas/menu.h"
#include "ui/context/looking.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/open-units.h"
#include "ui/scene/make-way.h"

/* --- opening --- */

gboolean
weft_units_can_open (WeftPlane *self)
{
  GArray *ids = weft_context_get_selection (self->context);

  for (guint i = 0; i < ids->len; i++)
    {
      int at = self->scene != NULL ? weft_scene_find (self->scene, g_array_index (ids, gint64, i))
                                   : -1;

      if (at >= 0 && weft_scene_get (self->scene, (guint) at)->can_open)
        return TRUE;
    }
  return FALSE;
}

gboolean
weft_units_are_open (WeftPlane *self)
{
  GArray *ids = weft_context_get_selection (self->context);

  for (guint i = 0; i < ids->len; i++)
    {
      int at = weft_scene_find (self->scene, g_array_index (ids, gint64, i));
      const WeftSceneNode *node = at >= 0 ? weft_scene_get (self->scene, (guint) at) : NULL;

      if (node != NULL && node->can_open && !(node->flags & WEFT_NODE_OPEN))
        return FALSE;
    }
  return weft_units_can_open (self);
}

void
weft_units_toggle (WeftPlane *self)
{
  GArray *ids = weft_context_get_selection (self->context);
  WeftScene *scene = weft_plane_get_scene (self);
  WeftEdit *edit
      = weft_open_edit (scene, weft_context_get_graph (self->context),
                        weft_live_get_report (weft_context_get_live (self->context)),
                        (const gint64 *) (void *) ids->data, ids->len, !weft_units_are_open (self));

  if (edit != NULL)
    weft_context_do (self->context, edit, 0);
}

void
weft_units_watch (WeftPlane *self)
{
  gint64 opened[WEFT_MAX_OPENED] = { 0 };
  guint n = 0;

  for (guint i = 0; i < self->scene->nodes->len && n < WEFT_MAX_OPENED; i++)
    if (weft_scene_get (self->scene, i)->units.kind != WEFT_UNITS_NONE)
      opened[n++] = weft_scene_get (self->scene, i)->id;
  weft_context_want_opened (self->context, opened);
}

/* --- numbers --- */

/* FALSE: it is not known, or not there. */
static gboolean
find_number (WeftPlane *self, const WeftSceneNode *node, const WeftUnitPart *part, double *number)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  const WeftOpenNode *open = snapshot != NULL ? weft_snapshot_find_open (snapshot, node->id) : NULL;
  const WeftTensor *tensor = open == NULL                     ? NULL
                             : part->kind == WEFT_PART_WEIGHT ? open->rows
                                                              : open->bias;
  gint64 at
      = part->kind == WEFT_PART_WEIGHT ? part->unit * node->units.n_in + part->input : part->unit;

  if (tensor == NULL || at < 0 || at >= weft_shape_count (&tensor->shape))
    return FALSE;
  *number = (double) ((const float *) tensor->data)[at];
  return TRUE;
}

static char *
dup_title (const WeftUnitPart *part)
{
  if (part->kind == WEFT_PART_WEIGHT)
    return g_strdup_printf (_ ("Weight of input %d in unit %d"), (int) part->input + 1,
                            (int) part->unit + 1);
  return g_strdup_printf (_ ("Bias of unit %d"), (int) part->unit + 1);
}

/* What the unit gives for the sample that is looked at. */
static gboolean
find_output (WeftPlane *self, const WeftSceneNode *node, gint64 unit, double *number)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  const WeftTensor *tensor
      = snapshot != NULL ? weft_snapshot_find_activation (snapshot, node->id) : NULL;

  if (tensor == NULL || tensor->shape.type != WEFT_F32 || tensor->shape.rank != 1
      || unit >= tensor->shape.dims[0])
    return FALSE;
  *number = (double) ((const float *) tensor->data)[unit];
  return TRUE;
}

char *
weft_units_describe (WeftPlane *self, guint i, const WeftUnitPart *part)
{
  const WeftSceneNode *node = weft_scene_get (self->scene, i);
  g_autofree char *title = NULL, *number = NULL, *output = NULL;
  double value, gives;

  if (part->kind == WEFT_PART_NONE)
    return NULL;
  title = dup_title (part);
  if (!find_number (self, node, part, &value))
    return g_steal_pointer (&title);
  number = weft_format_digits (value, 4);
  if (part->kind != WEFT_PART_UNIT || !find_output (self, node, part->unit, &gives))
    /* Translators: what a number is, and the number */
    return g_strdup_printf (_ ("%s: %s\nClick to type another"), title, number);
  output = weft_format_digits (gives, 4);
  return g_strdup_printf (_ ("Unit %d gives %s\n%s: %s\nClick to type another"),
                          (int) part->unit + 1, output, title, number);
}

/* --- typing --- */

typedef struct
{
  WeftPlane *plane; /* not owned */
  gint64 node, n_in;
  GtkWidget *popover, *unit, *input, *entry;
} Typing;

static WeftUnitPart
read_part (Typing *typing)
{
  int unit = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (typing->unit));
  int input = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (typing->input));

  return (WeftUnitPart){ input > 0 ? WEFT_PART_WEIGHT : WEFT_PART_UNIT, unit - 1, input - 1 };
}

static void
show_number (Typing *typing)
{
  WeftScene *scene = weft_plane_get_scene (typing->plane);
  int at = weft_scene_find (scene, typing->node);
  WeftUnitPart part = read_part (typing);
  g_autofree char *text = NULL, *title = dup_title (&part);
  double number;

  if (at >= 0 && find_number (typing->plane, weft_scene_get (scene, (guint) at), &part, &number))
    text = weft_format_digits (number, 5);
  weft_editable_fill (GTK_EDITABLE (typing->entry), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (typing->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

/* As the locale or as a program writes it. */
static gboolean
read_number (const char *text, double *number)
{
  char *end = NULL;

  *number = strtod (text, &end);
  if (end == text || *end != '\0')
    *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite ((float) *number);
}

/* A number that was typed over, to be typed again. */
typedef struct
{
  WeftContext *context;
  gint64 node;
  gboolean is_bias;
  gsize offset;
  double number;
} Typed;

static void
typed_free (gpointer data, GClosure *closure)
{
  g_object_unref (((Typed *) data)->context);
  g_free (data);
}

static void
type_number (const Typed *typed, double number)
{
  const WeftHost *host = weft_context_get_host (typed->context);

  if (host->set_number != NULL)
    host->set_number (host->user, weft_context_get_window (typed->context), typed->node,
                      typed->is_bias ? "bias" : "weight", typed->offset, (float) number);
}

static void
type_back_cb (AdwToast *toast, Typed *typed)
{
  if (weft_context_may_change (typed->context)
      && weft_graph_find (weft_context_get_graph (typed->context), typed->node) != NULL)
    type_number (typed, typed->number);
}

/* Says what it was, which is a way back to it. */
static void
offer_back (WeftPlane *self, const Typed *typed, double was, double number, const char *title)
{
  Typed *back = g_memdup2 (typed, sizeof *typed);
  g_autofree char *before = weft_format_digits (was, 4), *after = weft_format_digits (number, 4);
  /* Translators: what a number is, what it is now, and what it was */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s, before %s"), title, after, before);

  g_object_ref (back->context);
  back->number = was;
  weft_undo_toast_show (GTK_WIDGET (self), text, G_CALLBACK (type_back_cb), back, typed_free);
}

static void
activate_cb (GtkWidget *entry, Typing *typing)
{
  WeftPlane *self = typing->plane;
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *node = weft_graph_find (graph, typing->node);
  Typed typed;
  double was;
  int at;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  WeftUnitPart part = read_part (typing);
  g_autofree char *title = dup_title (&part);
  double number;

  if (node == NULL || !read_number (text, &number))
    {
      gtk_widget_add_css_class (entry, "error");
      return;
    }
  typed = (Typed){ .context = self->context,
                   .node = weft_graph_find_owner (graph, node)->id,
                   .is_bias = part.kind != WEFT_PART_WEIGHT,
                   .offset
                   = (gsize) (part.kind == WEFT_PART_WEIGHT ? part.unit * typing->n_in + part.input
                                                            : part.unit) };
  at = weft_scene_find (weft_plane_get_scene (self), typing->node);
  if (weft_context_may_change (self->context))
    {
      if (at >= 0 && find_number (self, weft_scene_get (self->scene, (guint) at), &part, &was))
        offer_back (self, &typed, was, number, title);
      type_number (&typed, number);
    }
  gtk_popover_popdown (GTK_POPOVER (typing->popover));
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static GtkWidget *
add_spin (Typing *typing, GtkWidget *grid, int row, const char *name, double low, double high,
          double value)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (low, high, 1);
  GtkWidget *label = gtk_label_new (name);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (show_number), typing);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), spin, 1, row, 1, 1);
  return spin;
}

static GtkWidget *
make_form (Typing *typing, const WeftUnits *units, const WeftUnitPart *part)
{
  GtkWidget *grid = gtk_grid_new (), *label = gtk_label_new (_ ("Number"));
  gboolean has_rows = units->n <= WEFT_OPENED_UNITS;

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  typing->entry = gtk_entry_new ();
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 2, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), typing->entry, 1, 2, 1, 1);
  typing->unit
      = add_spin (typing, grid, 0, _ ("Unit"), 1,
                  (double) (has_rows ? units->n : WEFT_OPENED_UNITS), (double) part->unit + 1);
  typing->input = add_spin (typing, grid, 1, _ ("Input (0: its bias)"), 0, (double) units->n_in,
                            part->kind == WEFT_PART_WEIGHT ? (double) part->input + 1 : 0);
  g_signal_connect (typing->entry, "activate", G_CALLBACK (activate_cb), typing);
  return grid;
}

void
weft_units_type (WeftPlane *self, guint i, const WeftUnitPart *part, WeftPoint at)
{
  const WeftSceneNode *node = weft_scene_get (weft_plane_get_scene (self), i);
  Typing *typing;

  if (node->units.kind == WEFT_UNITS_NONE)
    return;
  typing = g_new0 (Typing, 1);
  typing->plane = self;
  typing->node = node->id;
  typing->n_in = node->units.n_in;
  typing->popover = weft_menu_new_popover (self, at);
  gtk_popover_set_child (GTK_POPOVER (typing->popover), make_form (typing, &node->units, part));
  g_object_set_data_full (G_OBJECT (typing->popover), "weft-typing", typing, g_free);
  show_number (typing);
  gtk_popover_popup (GTK_POPOVER (typing->popover));
  gtk_widget_grab_focus (typing->entry);
}

void
weft_units_type_first (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, weft_context_get_selected (self->context));
  const WeftUnitPart part = { WEFT_PART_WEIGHT, 0, 0 };

  if (i < 0 || !weft_scene_get (scene, (guint) i)->can_open)
    return;
  if (weft_scene_get (scene, (guint) i)->units.kind == WEFT_UNITS_NONE)
    weft_units_toggle (self);
  scene = weft_plane_get_scene (self);
  i = weft_scene_find (scene, weft_context_get_selected (self->context));
  weft_units_type (self, (guint) i, &part,
                   weft_view_to_widget (&self->sight.view,
                                        (WeftPoint){ scene->boxes[i].x + scene->boxes[i].w / 2,
                                                     scene->boxes[i].y + WEFT_NODE_BAND }));
}
