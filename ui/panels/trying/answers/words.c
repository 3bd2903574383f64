/* words: a text, as the network says or writes it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/forms/written-text.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"

#define LINE 20

static char *
dup_text (const WeftGiven *given)
{
  return weft_written_dup_plain (given->said->field, given->said->texts->pdata[0]);
}

/* Wrapped, as much of it as there is room for. */
static void
draw_text (cairo_t *cr, const char *text, double top, double width, double height,
           const GdkRGBA *color)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, 15 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) width * PANGO_SCALE);
  pango_layout_set_height (layout, (int) MAX (height, 1) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, 4, top);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

/* What was begun, pale, and what was written behind it: its end is seen. */
static void
draw_written (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  GdkRGBA dim = weft_theme_get (WEFT_ROLE_DIM, is_dark);
  g_autofree char *text = g_strconcat (given->begun, given->written, NULL);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *pale = pango_attr_foreground_alpha_new (MAX ((guint16) (dim.alpha * 65535), 1));
  int tall;

  pale->end_index = (guint) strlen (given->begun);
  pango_attr_list_insert (attributes, pale);
  pango_font_description_set_absolute_size (font, 14 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width - 8) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, NULL, &tall);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  weft_theme_set_source (cr, given->is_doubtful ? WEFT_ROLE_DIM : WEFT_ROLE_INK, is_dark);
  cairo_move_to (cr, 4, MIN (2, height - tall - 2));
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  g_object_unref (layout);
}

/* How likely the network holds the whole of it, and what is in the data. */
static char *
dup_line (const WeftGiven *given)
{
  double sureness = g_array_index (given->said->sureness, double, 0);
  g_autofree char *share = isnan (sureness) ? NULL : weft_format_share (sureness);
  g_autofree char *right
      = given->truth >= 0 && given->target->kind == WEFT_KIND_TOKENS
            ? weft_field_dup_text (given->target, given->truth, WEFT_MOST_WRITTEN)
            : NULL;
  g_autofree char *probability
      = share != NULL ? g_strdup_printf (_ ("probability %s"), share) : g_strdup ("");

  return right == NULL ? g_steal_pointer (&probability)
                       : g_strdup_printf (_ ("%s · in the data: %s"), probability, right);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  GdkRGBA color = weft_theme_get (given->is_doubtful ? WEFT_ROLE_DIM : WEFT_ROLE_INK, is_dark);
  g_autofree char *line = dup_line (given), *text = dup_text (given);
  const WeftTextStyle style
      = { .size = 11.5, .width = width - 8, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  if (given->written != NULL)
    {
      draw_written (cr, given, width, height, is_dark);
      return;
    }
  draw_text (cr, text, 2, width - 8, height - LINE - 4, &color);
  weft_text_draw (cr, line, 4, height - LINE, &style);
}

static char *
dup_words (const WeftGiven *given)
{
  g_autofree char *line = dup_line (given), *text = dup_text (given);

  return given->written != NULL ? g_strconcat (given->begun, "|", given->written, NULL)
                                : g_strdup_printf ("%s · %s", text, line);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_WORDS;
}

const WeftAnswerView weft_answer_view_words
    = { .id = "words", .fits = fits, .draw = draw, .dup_words = dup_words };
