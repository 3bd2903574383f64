class World:
    """Four in a row, on a board of six by seven into whose columns stones are dropped. Who wins by a move has 1, a draw is worth 0."""

    ways = 2  # in which the board can be turned

    def reset(self, *episode):
        self.mine = self.other = 0  # seven bits for each column, from below, of who is to move; the seventh stays empty

    def copy(self):
        return copy.copy(self)

    def observe(self):
        """The stones of who is to move, then the other's, (2, 6, 7), from above."""
        cells = [7 * column + row for row in reversed(range(6)) for column in range(7)]
        return np.array([side >> cell & 1 for side in (self.mine, self.other) for cell in cells], np.float32).reshape(2, 6, 7)

    def list_moves(self):
        full = self.mine | self.other
        return [column for column in range(7) if not full >> 7 * column + 5 & 1]

    def step(self, column):
        """The reward of who moves, and whether the game has ended."""
        full, foot = self.mine | self.other, 1 << 7 * column
        moved = self.mine | (full + foot) & ~full & (foot << 6) - foot  # one more at the foot carries to the first free cell
        has_won = False
        for way in 1, 7, 6, 8:
            pairs = moved & moved >> way
            has_won |= pairs & pairs >> 2 * way != 0
        self.mine, self.other = self.other, moved
        return float(has_won), has_won or not self.list_moves()

    def turn(self, way, seen, shares):
        """What is seen and is to be said of the columns on the board as it is mirrored (1)."""
        return (seen[..., ::-1], shares[::-1]) if way else (seen, shares)
