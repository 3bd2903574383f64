/* natural: the order in which people list names: class 2 before class 10 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/natural.h"

#include <string.h>

/* Two runs of digits as numbers of any length; both are moved behind theirs. */
static int
compare_digits (const char **a, const char **b)
{
  gsize n, m;
  int order;

  *a += strspn (*a, "0");
  *b += strspn (*b, "0");
  n = strspn (*a, "0123456789");
  m = strspn (*b, "0123456789");
  order = n == m ? strncmp (*a, *b, n) : n < m ? -1 : 1;
  *a += n;
  *b += m;
  return order;
}

int
weft_natural_compare (const char *a, const char *b)
{
  const char *x = a, *y = b;

  while (*x && *y)
    if (g_ascii_isdigit (*x) && g_ascii_isdigit (*y))
      {
        int order = compare_digits (&x, &y);

        if (order)
          return order;
      }
    else if (*x != *y)
      return (guchar) *x < (guchar) *y ? -1 : 1;
    else
      x++, y++;
  if (*x || *y)
    return *x ? 1 : -1;
  return strcmp (a, b); /* 01 and 1 */
}

int
weft_natural_compare_pointers (gconstpointer a, gconstpointer b)
{
  return weft_natural_compare (*(char *const *) a, *(char *const *) b);
}
