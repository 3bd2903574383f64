/* cell: what one cell of a table can be: nothing, a number, the name of a part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/data/dataset.h"
#include "projects/readers/table.h"

#define LONGEST_NUMBER 60

static gboolean
is_one_of (const char *cell, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (cell, words[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
weft_cell_is_missing (const char *cell)
{
  static const char *const words[]
      = { "", "NA", "N/A", "#N/A", "<NA>", "?", "null", "NaN", "-", "--", "—", "–", "\\N" };

  return is_one_of (cell, words, G_N_ELEMENTS (words));
}

gboolean
weft_cell_is_absent_number (const char *cell)
{
  static const char *const words[]
      = { "None", "missing", "n.a.", ".", "unknown", "无", "缺失", "未知" };

  return is_one_of (cell, words, G_N_ELEMENTS (words));
}

guint8
weft_cell_parse_part (const char *cell)
{
  static const struct
  {
    const char *word;
    WeftPart part;
  } words[] = {
    { "train", WEFT_PART_TRAIN },
    { "training", WEFT_PART_TRAIN },
    { "val", WEFT_PART_VALIDATION },
    { "valid", WEFT_PART_VALIDATION },
    { "validation", WEFT_PART_VALIDATION },
    { "dev", WEFT_PART_VALIDATION },
    { "test", WEFT_PART_TEST },
    { "testing", WEFT_PART_TEST },
    { "训练", WEFT_PART_TRAIN },
    { "验证", WEFT_PART_VALIDATION },
    { "测试", WEFT_PART_TEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (cell, words[i].word) == 0)
      return (guint8) (words[i].part + 1);
  return 0;
}

/* The bytes of a space of any kind at `at`: plain, no-break, narrow no-break, thin. */
static gsize
space_length (const char *at)
{
  static const char *const spaces[] = { " ", "\u00a0", "\u202f", "\u2009" };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (g_str_has_prefix (at, spaces[i]))
      return strlen (spaces[i]);
  return 0;
}

static gsize
group_length (const char *at, char group)
{
  return group == ' ' ? space_length (at) : group && *at == group;
}

/* Copies digits, leaving out what stands between thousands; NULL when the groups are not of three.
 * Moves *at behind them. */
static char *
copy_whole (const char **at, char group, char *out)
{
  gsize run = 0, length;
  gboolean grouped = FALSE;

  for (;;)
    if (g_ascii_isdigit (**at))
      {
        *out++ = *(*at)++;
        run++;
      }
    else if (run && (length = group_length (*at, group)) && g_ascii_isdigit ((*at)[length]))
      {
        if (grouped ? run != 3 : run > 3)
          return NULL;
        grouped = TRUE;
        run = 0;
        *at += length;
      }
    else
      return grouped && run != 3 ? NULL : out;
}

static char *
copy_digits (const char **at, char *out)
{
  while (g_ascii_isdigit (**at))
    *out++ = *(*at)++;
  return out;
}

static char *
copy_exponent (const char **at, char *out)
{
  const char *digits = *at + 1;

  if (**at != 'e' && **at != 'E')
    return out;
  digits += *digits == '-' || *digits == '+';
  if (!g_ascii_isdigit (*digits))
    return out;
  while (*at < digits)
    *out++ = *(*at)++;
  return copy_digits (at, out);
}

gboolean
weft_cell_parse_number (const char *cell, char decimal, char group, double *number)
{
  char plain[LONGEST_NUMBER + 8], *out = plain, *first;

  if (strlen (cell) > LONGEST_NUMBER)
    return FALSE;
  if (g_str_has_prefix (cell, "−"))
    {
      *out++ = '-';
      cell += strlen ("−");
    }
  else if (*cell == '-' || *cell == '+')
    *out++ = *cell++;
  first = out;
  out = copy_whole (&cell, group, out);
  if (!out)
    return FALSE;
  if (*cell == decimal && (out > first || g_ascii_isdigit (cell[1])))
    {
      cell++;
      *out++ = '.';
      out = copy_digits (&cell, out);
    }
  if (out == first)
    return FALSE;
  out = copy_exponent (&cell, out);
  *out = '\0';
  *number = g_ascii_strtod (plain, NULL);
  return *cell == '\0' && isfinite ((float) *number);
}
