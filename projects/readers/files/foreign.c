/* foreign: files of other programs that are not read here, and what to do with them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/foreign.h"

#include <glib/gi18n-lib.h>

#include "projects/readers/files/input.h"

const char *
weft_foreign_find_way (const char *path)
{
  static const struct
  {
    const char *const endings[6];
    const char *way;
  } ways[] = {
    { { ".xlsx", ".xls", ".xlsm", ".ods", ".numbers", NULL },
      N_ ("It is a spreadsheet: save its sheet as CSV, and choose that.") },
    { { ".parquet", ".feather", ".arrow", ".dta", ".sav", NULL },
      N_ ("Save it as CSV where it was made (in pandas: table.to_csv), and choose that.") },
    { { ".mat", ".h5", ".hdf5", NULL },
      N_ ("Save its arrays where it was made (in NumPy: numpy.savez), and choose that .npz.") },
    { { ".pkl", ".pickle", ".joblib", NULL },
      N_ ("Opening it would run a program that is in it. Save what it holds as CSV, or its arrays "
          "as .npz, and choose that.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (weft_input_has_ending (path, ways[i].endings))
      return _ (ways[i].way);
  return weft_input_is_archive (path) ? _ (
             "It is an archive, and none is unpacked here. Unpack it and choose the folder that "
             "comes out of it.")
                                      : NULL;
}
