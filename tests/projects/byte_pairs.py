#!/usr/bin/env python3
"""byte_pairs: byte-pair encoding in the plainest form (Sennrich et al. 2016), what test-pieces holds the reader against

byte_pairs.py N [WORD ...]: learns at most N pieces of the words on standard input, prints them, then each WORD cut into pieces.
"""
import sys
from collections import Counter

words = Counter ("▁" + word for word in sys.stdin.read ().split ())
count, first = Counter (), {}
for word, n in words.items ():
    for c in word:
        count[c] += n
        first.setdefault (c, len (first))
place = {}
for c in sorted (count, key=lambda c: (-count[c], first[c])):
    if count[c] >= 2:
        place[c] = len (place)
spelt = {word: [c if c in place else None for c in word] for word in words}
while len (place) < int (sys.argv[1]):
    pairs = Counter ()
    for word, n in words.items ():
        for a, b in zip (spelt[word], spelt[word][1:]):
            if a and b:
                pairs[a, b] += n
    best = min (pairs, key=lambda p: (-pairs[p], place[p[0]], place[p[1]]), default=None)
    if best is None or pairs[best] < 2:
        break
    place.setdefault (best[0] + best[1], len (place))
    for word, pieces in spelt.items ():
        joined, i = [], 0
        while i < len (pieces):
            both = tuple (pieces[i:i + 2]) == best
            joined.append (best[0] + best[1] if both else pieces[i])
            i += 2 if both else 1
        spelt[word] = joined
print (*place)
for word in sys.argv[2:]:
    pieces = list (word)
    while True:
        at = [(place[a + b], i) for i, (a, b) in enumerate (zip (pieces, pieces[1:])) if a + b in place]
        if not at:
            break
        i = min (at)[1]
        pieces[i:i + 2] = [pieces[i] + pieces[i + 1]]
    print (*pieces)
