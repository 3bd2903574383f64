/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_summaries = {
  .id = "summaries",
  .title = N_ ("In one sentence"),
  .tagline = N_ ("Find the sentence that says it all"),
  .summary = N_ ("A manual says at length what a function takes and returns, and in one line what "
                 "it does. The network reads forwards and back and finds the sentence that shares "
                 "most with that line, which it never sees. Paste a text in Try it: its sentences "
                 "are shaded by how much they say."),
  .limits = N_ ("Compared with systems that write a summary of anything: it only points at a "
                "sentence that is there, which is the best one in about every third text, and "
                "knows no other English than that of manuals for programmers."),
  .baseline = N_ ("always the first sentence"),
};
