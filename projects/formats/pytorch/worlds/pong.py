def f32(number):
    """Rounded, as all numbers of this world are."""
    return float(np.float32(number))


class World:
    """A ball between two bats, of which the right one stays (0), goes up (1) or down (2), and the left one follows the ball. The field is 1.6
    wide and 1 high, y downwards; three points, won or lost, end the game."""

    # Its width; the ball's radius; half of a bat, how far its face is from the end, and how fast each is; the ball's speeds.
    width, ball, half, edge, pace, other_pace, first, last, faster = np.array([1.6, 0.02, 0.1, 0.06, 0.04, 0.02, 0.035, 0.06, 1.05], np.float32).tolist()

    def reset(self, *episode):
        low, high = random_blocks(*episode, 0, 1)[0, :2].tolist()
        self.key, self.won, self.lost, self.mine, self.other = low | high << 32, 0, 0, 0.5, 0.5
        self.serve(1)

    def serve(self, side):
        """From the middle towards whoever had the last point, at first to the player."""
        turned, high = uniform(random_blocks(self.key, EPISODE, self.won + self.lost, 0, 1)[0, :2]).tolist()
        self.x, self.y = self.width / 2, f32(f32(0.2) + f32(f32(0.6) * high))
        self.fly_off(side, self.first, f32(f32(f32(math.pi) / 6) * f32(2 * turned - 1)))

    def fly_off(self, side, speed, angle):
        self.dx, self.dy = f32(side * speed * f32(math.cos(angle))), f32(speed * f32(math.sin(angle)))

    def observe(self):
        """Where the bats are, then where the ball is and how it moves, across and down."""
        return np.array([2 * self.mine - 1, 2 * self.other - 1, f32(2 * self.x / self.width) - 1, 2 * self.y - 1, self.dx / self.last, self.dy / self.last],
                        np.float32)

    def room(self, side):
        """What lies ahead of the bat's face there; below 0: behind it."""
        return f32(f32(f32(self.width - self.edge) - self.ball) - self.x) if side > 0 else f32(f32(self.x - self.edge) - self.ball)

    def meet(self, side, bat, before):
        """As the ball crosses the bat's face, which was so far ahead: from its middle straight, from its ends by 60°, a little faster."""
        room, at = self.room(side), f32(f32(self.y - bat) / f32(self.half + self.ball))
        if self.dx * side > 0 and room <= 0 < before and abs(at) <= 1:
            self.x = f32(self.x + 2 * room * side)
            self.fly_off(-side, min(self.last, f32(self.faster * f32(math.hypot(self.dx, self.dy)))), f32(at * f32(f32(math.pi) / 3)))

    def move(self, bat, way):
        return min(max(f32(bat + way), self.half), f32(1 - self.half))

    def step(self, action):
        """The reward, and whether the episode has ended."""
        behind = f32(self.y - self.other)
        self.mine = self.move(self.mine, (0, -self.pace, self.pace)[action])
        self.other = self.move(self.other, min(max(behind, -self.other_pace), self.other_pace))
        before = self.room(-1), self.room(1)
        self.x, self.y = f32(self.x + self.dx), f32(self.y + self.dy)
        inside = min(max(self.y, self.ball), f32(1 - self.ball))
        if inside != self.y:  # a wall
            self.y, self.dy = f32(2 * inside - self.y), -self.dy
        self.meet(-1, self.other, before[0])
        self.meet(1, self.mine, before[1])
        reward = 1 if self.x < 0 else -1 if self.x > self.width else 0
        self.won, self.lost = self.won + (reward > 0), self.lost + (reward < 0)
        is_over = 3 in (self.won, self.lost)
        if reward != 0 and not is_over:
            self.serve(reward)
        return float(reward), is_over
