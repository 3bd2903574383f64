/* weighed: a text whose words have a number each: its sentences shaded by what theirs come to, the
 * highest one bold */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/token-sentences.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"

#define LINE 20
#define DARKEST 0.55 /* alpha of the highest */

static const WeftField *
get_text (const WeftGiven *given)
{
  return weft_dataset_get_x (given->said->asking->asked);
}

/* NULL: what was said is of another text. */
static GArray *
weigh (const WeftGiven *given)
{
  const WeftTensor *numbers = given->said->numbers->pdata[0];
  const WeftField *text = get_text (given);
  WeftShape shape;

  weft_field_get_sample (text, 0, &shape);
  return weft_shape_count (&numbers->shape) >= shape.dims[0]
             ? weft_token_sentences_weigh (text, 0, weft_tensor_floats (numbers))
             : NULL;
}

static double
get_share (const GArray *sentences, guint i)
{
  double low = 0, high = 0, weight = g_array_index (sentences, WeftTokenSentence, i).weight;

  for (guint k = 0; k < sentences->len; k++)
    {
      double other = g_array_index (sentences, WeftTokenSentence, k).weight;

      low = k == 0 ? other : MIN (low, other);
      high = k == 0 ? other : MAX (high, other);
    }
  return high > low ? (weight - low) / (high - low) : 0;
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, guint begin, guint end)
{
  attribute->start_index = begin;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static PangoAttrList *
write_text (const WeftGiven *given, const GArray *sentences, GString *text, gboolean is_dark)
{
  GdkRGBA color = weft_theme_get (WEFT_ROLE_BEST, is_dark);
  PangoAttrList *list = pango_attr_list_new ();
  guint best = weft_token_sentences_find_best (sentences);

  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *one = weft_token_sentence_dup_text (
          get_text (given), 0, &g_array_index (sentences, WeftTokenSentence, i));
      guint begin = (guint) text->len, end = begin + (guint) strlen (one);
      double alpha = DARKEST * get_share (sentences, i);

      g_string_append_printf (text, "%s ", one);
      add_attribute (list,
                     pango_attr_background_new ((guint16) (color.red * 65535),
                                                (guint16) (color.green * 65535),
                                                (guint16) (color.blue * 65535)),
                     begin, end);
      add_attribute (list, pango_attr_background_alpha_new (MAX ((guint16) (alpha * 65535), 1)),
                     begin, end);
      if (i == best && !given->is_doubtful)
        add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), begin, end);
    }
  return list;
}

static char *
dup_line (const GArray *sentences)
{
  guint best = weft_token_sentences_find_best (sentences);
  g_autofree char *weight
      = weft_format_number (g_array_index (sentences, WeftTokenSentence, best).weight);

  return g_strdup_printf (ngettext ("%u sentence · the highest has %s",
                                    "%u sentences · the highest has %s", sentences->len),
                          sentences->len, weight);
}

static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  g_autoptr (GArray) sentences = weigh (given);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *line = NULL;
  PangoLayout *layout;
  PangoFontDescription *font;
  PangoAttrList *list;
  const WeftTextStyle style
      = { .size = 11.5, .width = width - 8, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  if (sentences == NULL)
    return;
  list = write_text (given, sentences, text, is_dark);
  layout = pango_cairo_create_layout (cr);
  font = pango_font_description_from_string ("Sans");
  pango_font_description_set_absolute_size (font, 13.5 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width - 8) * PANGO_SCALE);
  pango_layout_set_height (layout, (int) MAX (height - LINE - 6, 1) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text->str, -1);
  pango_layout_set_attributes (layout, list);
  weft_theme_set_source (cr, given->is_doubtful ? WEFT_ROLE_DIM : WEFT_ROLE_INK, is_dark);
  cairo_move_to (cr, 4, 2);
  pango_cairo_show_layout (cr, layout);
  line = dup_line (sentences);
  weft_text_draw (cr, line, 4, height - LINE, &style);
  pango_attr_list_unref (list);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static char *
dup_words (const WeftGiven *given)
{
  g_autoptr (GArray) sentences = weigh (given);
  g_autofree char *line = sentences != NULL ? dup_line (sentences) : NULL;

  return line != NULL
             ? g_strdup_printf ("%s · %s", (const char *) given->said->texts->pdata[0], line)
             : g_strdup ("");
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_token_weights_are (weft_dataset_get_x (model->dataset), target);
}

const WeftAnswerView weft_answer_view_weighed
    = { .id = "weighed", .fits = fits, .draw = draw, .dup_words = dup_words };
