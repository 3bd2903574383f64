/* option-number: an option that is a number, with the range that it is held to */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/option-number.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "ui/base/format.h"

static gboolean
read_whole (const WeftNumber *number, const char *text)
{
  gint64 value;

  if (!g_ascii_string_to_signed (text, 10, (gint64) number->min, (gint64) number->max, &value,
                                 NULL))
    return FALSE;
  *(gint64 *) number->value = value;
  return TRUE;
}

static gboolean
read_real (const WeftNumber *number, const char *text)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || g_ascii_isspace (*text) || strpbrk (text, "xX") != NULL
      || !(value >= number->min && value <= number->max))
    return FALSE;
  *(double *) number->value = value;
  return TRUE;
}

gboolean
weft_number_read (const WeftNumber *number, const char *option, const char *text, GError **error)
{
  static gboolean (*const readers[]) (const WeftNumber *, const char *)
      = { [WEFT_NUMBER_WHOLE] = read_whole, [WEFT_NUMBER_REAL] = read_real };
  g_autofree char *min = NULL, *max = NULL, *shown = weft_brief (text, WEFT_BRIEF_QUOTE);

  if (readers[number->kind](number, text))
    return TRUE;
  min = weft_format_number (number->min);
  max = number->kind == WEFT_NUMBER_WHOLE ? weft_format_count ((gint64) number->max)
                                          : weft_format_number (number->max);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               number->kind == WEFT_NUMBER_WHOLE
                   ? _ ("%s takes a whole number from %s to %s, not “%s”")
                   : _ ("%s takes a number from %s to %s, not “%s”"),
               option, min, max, shown);
  return FALSE;
}

gboolean
weft_number_read_cb (const char *option, const char *text, gpointer user, GError **error)
{
  for (const WeftNumber *number = user; number->name != NULL; number++)
    if (strcmp (option + strspn (option, "-"), number->name) == 0)
      return weft_number_read (number, option, text, error);
  g_return_val_if_reached (FALSE);
}
