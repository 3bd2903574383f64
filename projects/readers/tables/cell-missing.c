/* cell-missing: what stands in a cell of which nothing is known */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/table.h"

gboolean
weft_cell_is_one_of (const char *cell, const char *const *words, gsize n)
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
      = { "",     "NA",      "N/A",     "#N/A",  "<NA>",  "NaT",    "<null>", "(null)",
          "?",    "null",    "NaN",     "-",     "--",    "—",      "–",      "\\N",
          "-NaN", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!" };

  /* most cells are numbers, and tables have many cells */
  return !g_ascii_isdigit (*cell) && weft_cell_is_one_of (cell, words, G_N_ELEMENTS (words));
}

gboolean
weft_cell_is_absent_number (const char *cell)
{
  static const char *const words[] = { "None",
                                       "missing",
                                       "n.a.",
                                       ".",
                                       "..",
                                       "...",
                                       "*",
                                       "nil",
                                       "n/d",
                                       "n.d.",
                                       "blank",
                                       "unknown",
                                       "undefined",
                                       "not available",
                                       "not applicable",
                                       "not recorded",
                                       "no data",
                                       "no value",
                                       "k.A.",
                                       "k. A.",
                                       "keine Angabe",
                                       "unbekannt",
                                       "#NV",
                                       "#WERT!",
                                       "#N/D",
                                       "#BEZUG!",
                                       "无",
                                       "缺失",
                                       "缺",
                                       "未知",
                                       "暂无",
                                       "暂无数据",
                                       "无数据",
                                       "没有",
                                       "空",
                                       "不详",
                                       "不明",
                                       "未填",
                                       "未填写",
                                       "未测",
                                       "无记录",
                                       "不适用" };

  return weft_cell_is_one_of (cell, words, G_N_ELEMENTS (words));
}
