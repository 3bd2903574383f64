/* told: what is asked of the reading that goes on in this thread, and what was made of what may be
 * asked for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/told.h"

#include <string.h>

struct _WeftTelling
{
  const WeftReadOptions *options; /* nullable */
  GPtrArray *told;
  WeftTelling *outer; /* nullable */
};

static _Thread_local WeftTelling *own;

static void
told_free (gpointer data)
{
  WeftTold *told = data;

  g_free (told->option);
  g_free (told->value);
  g_free (told);
}

WeftTelling *
weft_telling_begin (const WeftReadOptions *options)
{
  WeftTelling *telling = g_new (WeftTelling, 1);

  *telling = (WeftTelling){ options, g_ptr_array_new_with_free_func (told_free), own };
  own = telling;
  return telling;
}

GPtrArray *
weft_telling_end (WeftTelling *telling)
{
  GPtrArray *told = telling->told;

  own = telling->outer;
  g_free (telling);
  return told;
}

void
weft_tell (const char *option, const char *value)
{
  WeftTold *told = NULL;

  for (guint i = 0; own && i < own->told->len; i++)
    if (strcmp (((WeftTold *) own->told->pdata[i])->option, option) == 0)
      told = own->told->pdata[i];
  if (!own)
    return;
  if (!told)
    {
      told = g_new0 (WeftTold, 1);
      told->option = g_strdup (option);
      g_ptr_array_add (own->told, told);
    }
  g_free (told->value);
  told->value = g_strdup (value);
}

void
weft_tell_number (const char *option, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  weft_tell (option, text);
}

static const char *
get_given (const char *value)
{
  return value && *value ? value : NULL;
}

const char *
weft_telling_get_encoding (void)
{
  return own && own->options ? get_given (own->options->encoding) : NULL;
}

const char *
weft_telling_get_rate (void)
{
  return own && own->options ? get_given (own->options->rate) : NULL;
}

const char *
weft_telling_get_channels (void)
{
  return own && own->options ? get_given (own->options->channels) : NULL;
}
