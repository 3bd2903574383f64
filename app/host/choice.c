/* choice: how somebody's data are to be read, in the window's words and in the reader's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/choice.h"

gboolean
weft_choice_read (const WeftDataChoice *choice, WeftReadOptions *options, GError **error)
{
  for (guint i = 0; i < choice->wishes->len; i++)
    {
      const WeftWish *wish = choice->wishes->pdata[i];

      /* another Weft may have known more */
      if (weft_read_options_knows (wish->option)
          && !weft_read_options_add (options, wish->option, wish->value, error))
        return FALSE;
    }
  return TRUE;
}
