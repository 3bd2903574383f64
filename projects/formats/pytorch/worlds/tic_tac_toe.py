class World:
    """Three in a row, on a board of three by three, whose cells are counted row by row. Who wins by a move has 1, a draw is worth 0."""

    ways = 8  # in which the board can be turned
    rows = [sum(1 << cell for cell in row) for row in
            ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))]

    def reset(self, *episode):
        self.mine = self.other = 0  # a bit for each cell, of who is to move

    def copy(self):
        return copy.copy(self)

    def observe(self):
        """The marks of who is to move, then the other's, (2, 3, 3)."""
        return np.array([side >> cell & 1 for side in (self.mine, self.other) for cell in range(9)], np.float32).reshape(2, 3, 3)

    def list_moves(self):
        return [cell for cell in range(9) if not (self.mine | self.other) >> cell & 1]

    def step(self, cell):
        """The reward of who moves, and whether the game has ended."""
        moved = self.mine | 1 << cell
        has_won = any(moved & row == row for row in self.rows)
        self.mine, self.other = self.other, moved
        return float(has_won), has_won or self.mine | moved == 511

    def turn(self, way, seen, shares):
        """What is seen and is to be said of the cells on the board as it is mirrored (1), upside down (2) or lies across (4)."""
        planes = np.concatenate([seen, shares.reshape(1, 3, 3)])
        planes = planes[..., ::-1] if way & 1 else planes
        planes = planes[:, ::-1] if way & 2 else planes
        planes = planes.swapaxes(1, 2) if way & 4 else planes
        return planes[:2], planes[2].ravel()
