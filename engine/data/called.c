/* called: what the columns of a set are called where somebody reads it: in his language, where the
 * program ships the set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/called.h"

#include <glib/gi18n-lib.h>

/* What is another word elsewhere, as a diamond's table, stands in a context of its own. */
const char *
weft_called (const WeftDataset *dataset, const char *name)
{
  const char *own;

  if (dataset->title == NULL || *name == '\0')
    return name;
  own = g_dpgettext2 (GETTEXT_PACKAGE, "column", name);
  return own != name ? own : _ (name);
}

const char *
weft_called_feature (const WeftDataset *dataset, const WeftField *field, gint64 i)
{
  if (field->feature_names == NULL || i >= (gint64) g_strv_length (field->feature_names))
    return NULL;
  return weft_called (dataset, field->feature_names[i]);
}

const char *
weft_called_field (const WeftDataset *dataset, const WeftField *field)
{
  return weft_called (dataset, field->title != NULL ? field->title : field->name);
}
