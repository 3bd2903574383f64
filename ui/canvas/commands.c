/* commands: everything the canvas can be told to do: one table for keys, menu, search box and help
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/commands.h"

#include <glib/gi18n-lib.h>

static const WeftCommand commands[] = {
  { "search",
    N_ ("Add a layer…"),
    { "slash", "<Shift>a", "<Control>k" },
    "new find 添加 查找 tianjia",
    0,
    WEFT_ON_GROUND },
  { "connect", N_ ("Connect with keys"), { "c" }, "wire 连线 lianxian", 1, WEFT_NEEDS_ONE },
  { "rename", N_ ("Rename…"), { "F2" }, "title 重命名 chongmingming", 1, WEFT_NEEDS_ONE },
  { "grab", N_ ("Move with keys"), { "g" }, "grab 移动 yidong", 1, WEFT_NEEDS_NODES },
  { "cut", N_ ("Cut"), { "<Control>x" }, "剪切 jianqie", 2, WEFT_NEEDS_NODES },
  { "copy", N_ ("Copy"), { "<Control>c" }, "复制 fuzhi", 2, WEFT_NEEDS_NODES },
  { "paste", N_ ("Paste"), { "<Control>v" }, "粘贴 zhantie", 2, WEFT_ON_GROUND },
  { "duplicate",
    N_ ("Duplicate"),
    { "<Control>d", "<Shift>d" },
    "再制 zaizhi",
    2,
    WEFT_NEEDS_NODES },
  { "delete",
    N_ ("Delete, joining its wires"),
    { "Delete", "x" },
    "remove heal 删除 shanchu",
    3,
    WEFT_NEEDS_PICKED },
  { "delete-wires",
    N_ ("Delete with its wires"),
    { "<Shift>Delete" },
    "remove cut 删除 shanchu",
    3,
    WEFT_NEEDS_PICKED },
  { "select-all", N_ ("Select all"), { "<Control>a" }, "全选 quanxuan", 4, WEFT_ON_GROUND },
  { "fit-all", N_ ("Show everything"), { "Home" }, "fit zoom 全部 quanbu", 5, WEFT_ON_GROUND },
  { "fit-selection",
    N_ ("Show the selection"),
    { "f" },
    "fit zoom 所选 suoxuan",
    5,
    WEFT_NEEDS_NODES },
  { "zoom-in",
    N_ ("Zoom in"),
    { "<Control>plus", "<Control>equal", "<Control>KP_Add" },
    "放大 fangda",
    5,
    WEFT_ON_GROUND },
  { "zoom-out",
    N_ ("Zoom out"),
    { "<Control>minus", "<Control>KP_Subtract" },
    "缩小 suoxiao",
    5,
    WEFT_ON_GROUND },
  { "zoom-100",
    N_ ("Zoom to 100 %"),
    { "<Control>0", "<Control>KP_0" },
    "原始大小 yuanshi",
    5,
    WEFT_ON_GROUND },
  { "minimap", N_ ("Minimap"), { "<Control>m" }, "overview 缩略图 suoluetu", 5, WEFT_ON_GROUND },
  { "problems", N_ ("Problems…"), { NULL }, "errors warnings 问题 wenti", 5, WEFT_ON_GROUND },
};

const WeftCommand *
weft_canvas_commands (guint *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}
