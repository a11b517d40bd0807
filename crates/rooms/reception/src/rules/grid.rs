//! The day grid: rows of five minutes, what is closed, what is free.

use papers::appointment::{GRID_MINUTES, STEP_MINUTES};

/// The style sheet knows so many rows, and spans of at most [`SPAN_MAX`].
const ROWS_MAX: i64 = 192;
pub const SPAN_MAX: i64 = 96;
const HOUR: i64 = 60;
/// What a day shows on which nobody works.
const IDLE_DAY: Stretch = Stretch { from: 7 * HOUR, to: 18 * HOUR };

/// Minutes of the day, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: i64,
    pub to: i64,
}

impl Stretch {
    pub fn overlaps(self, other: Stretch) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// The hours that a day's grid shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    shown: Stretch,
}

impl Grid {
    /// Whole hours around everything that is to be seen, at most sixteen of them.
    pub fn around(stretches: impl IntoIterator<Item = Stretch>) -> Grid {
        let hull = stretches.into_iter().reduce(|a, b| Stretch { from: a.from.min(b.from), to: a.to.max(b.to) });
        let hull = hull.unwrap_or(IDLE_DAY);
        let from = hull.from.clamp(0, 23 * HOUR) / HOUR * HOUR;
        let to = (hull.to.clamp(from + HOUR, 24 * HOUR) + HOUR - 1) / HOUR * HOUR;
        Grid { shown: Stretch { from, to: to.min(from + ROWS_MAX * GRID_MINUTES) } }
    }

    /// The first minute shown.
    pub fn first(self) -> i64 {
        self.shown.from
    }

    /// The minute at which what is shown ends.
    pub fn last(self) -> i64 {
        self.shown.to
    }

    /// Between two minutes of the day, as a page says it.
    pub fn shown(from: i64, to: i64) -> Grid {
        Grid::around([Stretch { from, to }])
    }

    /// Whether the whole of a stretch is shown.
    pub fn holds(self, stretch: Stretch) -> bool {
        self.shown.from <= stretch.from && stretch.to <= self.shown.to
    }

    /// The row of a minute, counted from 1; nothing outside of the hours shown.
    pub fn row(self, minute: i64) -> Option<i64> {
        let inside = (self.shown.from..self.shown.to).contains(&minute);
        inside.then(|| 1 + (minute - self.shown.from) / GRID_MINUTES)
    }

    /// The first row of a stretch and how many rows it takes, cut at the edges; nothing when it lies outside.
    pub fn rows(self, stretch: Stretch) -> Option<(i64, i64)> {
        let from = stretch.from.max(self.shown.from);
        let to = stretch.to.min(self.shown.to);
        let row = self.row(from).filter(|_| from < to)?;
        let end = 1 + (to - self.shown.from + GRID_MINUTES - 1) / GRID_MINUTES;
        Some((row, (end - row).clamp(1, SPAN_MAX)))
    }

    /// The minutes at which the hours begin.
    pub fn hours(self) -> impl Iterator<Item = i64> {
        (self.shown.from..self.shown.to).step_by(60)
    }

    /// What lies between the stretches of work, in pieces that the style sheet can span. `open` is in order.
    pub fn closed(self, open: &[Stretch]) -> Vec<Stretch> {
        let mut closed = Vec::new();
        let mut from = self.shown.from;
        for stretch in open {
            closed.push(Stretch { from, to: stretch.from });
            from = from.max(stretch.to);
        }
        closed.push(Stretch { from, to: self.shown.to });
        closed.into_iter().filter(|s| s.from < s.to).flat_map(pieces).collect()
    }
}

/// The lane of a card that stands beside others: `at` from 0 on, `of` so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    pub at: usize,
    pub of: usize,
}

/// So many lanes the style sheet knows.
const LANES_MAX: usize = 3;

/// Where cards overlap they share the width, and only there; nothing for a card that stands alone.
pub fn lanes(cards: &[Stretch]) -> Vec<Option<Lane>> {
    let mut lanes = vec![None; cards.len()];
    let mut in_order: Vec<(Stretch, &mut Option<Lane>)> = cards.iter().copied().zip(&mut lanes).collect();
    in_order.sort_by_key(|(card, _)| (card.from, card.to));
    let mut together: Vec<&mut Option<Lane>> = Vec::new();
    let mut ends: Vec<i64> = Vec::new();
    for (card, lane) in in_order {
        if ends.iter().all(|end| *end <= card.from) {
            share(&mut together, ends.len());
            ends.clear();
        }
        let at = ends.iter().position(|end| *end <= card.from).unwrap_or(ends.len());
        match ends.get_mut(at) {
            Some(end) => *end = card.to,
            None => ends.push(card.to),
        }
        *lane = Some(Lane { at: at.min(LANES_MAX - 1), of: 1 });
        together.push(lane);
    }
    share(&mut together, ends.len());
    lanes
}

fn share(together: &mut Vec<&mut Option<Lane>>, of: usize) {
    for lane in together.drain(..) {
        *lane = lane.filter(|_| of > 1).map(|lane| Lane { of: of.min(LANES_MAX), ..lane });
    }
}

fn pieces(whole: Stretch) -> impl Iterator<Item = Stretch> {
    let longest = SPAN_MAX * GRID_MINUTES;
    let starts = (0..).map(move |n| whole.from + n * longest).take_while(move |from| *from < whole.to);
    starts.map(move |from| Stretch { from, to: whole.to.min(from + longest) })
}

/// The minutes at which something of this length may start: in steps from the beginning of each stretch of work, not
/// before `earliest`, and over nothing that is taken.
pub fn free_starts(open: &[Stretch], taken: &[Stretch], duration: i64, earliest: i64) -> Vec<i64> {
    free_steps(open, taken, (STEP_MINUTES, duration), earliest)
}

/// The minutes at which a free cell of the grid begins.
pub fn free_cells(open: &[Stretch], taken: &[Stretch], minutes: i64, earliest: i64) -> Vec<i64> {
    free_steps(open, taken, (minutes, minutes), earliest)
}

fn free_steps(open: &[Stretch], taken: &[Stretch], (step, duration): (i64, i64), earliest: i64) -> Vec<i64> {
    let steps = open.iter().flat_map(|work| {
        let starts = (0..).map(|n| work.from + n * step);
        starts.take_while(|from| from + duration <= work.to)
    });
    let wanted = |from: &i64| {
        let asked = Stretch { from: *from, to: from + duration };
        *from >= earliest && !taken.iter().any(|t| t.overlaps(asked))
    };
    steps.filter(wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: Stretch = Stretch { from: 450, to: 720 };
    const AFTERNOON: Stretch = Stretch { from: 810, to: 1020 };

    #[test]
    fn the_grid_shows_whole_hours_around_the_work() {
        let grid = Grid::around([MORNING, AFTERNOON]);
        assert_eq!(grid.first(), 420);
        assert_eq!(grid.hours().collect::<Vec<_>>(), [420, 480, 540, 600, 660, 720, 780, 840, 900, 960]);
        assert_eq!(Grid::around([]).hours().count(), 11);
    }

    #[test]
    fn a_day_from_midnight_to_midnight_is_cut_to_what_the_style_sheet_knows() {
        let grid = Grid::around([Stretch { from: 0, to: 1440 }]);
        assert_eq!(grid.hours().count(), 16);
        assert_eq!(grid.row(959), Some(192));
        assert_eq!(grid.row(960), None);
    }

    #[test]
    fn rows_are_five_minutes_and_begin_at_one() {
        let grid = Grid::around([MORNING]);
        assert_eq!(grid.rows(Stretch { from: 450, to: 465 }), Some((7, 3)));
        assert_eq!(grid.rows(Stretch { from: 450, to: 462 }), Some((7, 3)));
        assert_eq!(grid.rows(Stretch { from: 400, to: 430 }), Some((1, 2)));
        assert_eq!(grid.rows(Stretch { from: 300, to: 400 }), None);
        assert_eq!(grid.rows(Stretch { from: 715, to: 760 }), Some((60, 1)));
    }

    #[test]
    fn what_is_closed_lies_around_the_work() {
        let grid = Grid::around([MORNING, AFTERNOON]);
        let closed = grid.closed(&[MORNING, AFTERNOON]);
        let edges: Vec<_> = closed.iter().map(|s| (s.from, s.to)).collect();
        assert_eq!(edges, [(420, 450), (720, 810)]);
        let off_duty: Vec<_> = grid.closed(&[]).iter().map(|s| (s.from, s.to)).collect();
        assert_eq!(off_duty, [(420, 900), (900, 1020)]);
    }

    #[test]
    fn only_cards_that_overlap_share_the_width() {
        let card = |from, to| Stretch { from, to };
        let shown = |cards: &[Stretch]| -> Vec<_> { lanes(cards).iter().map(|l| l.map(|l| (l.at, l.of))).collect() };
        assert_eq!(shown(&[card(480, 495), card(495, 510)]), [None, None]);
        let pair = [card(600, 630), card(480, 495), card(480, 500), card(500, 510)];
        assert_eq!(shown(&pair), [None, Some((0, 2)), Some((1, 2)), None]);
        let chain = [card(480, 500), card(490, 510), card(500, 520), card(520, 530)];
        assert_eq!(shown(&chain), [Some((0, 2)), Some((1, 2)), Some((0, 2)), None]);
        assert_eq!(shown(&[card(0, 9); 5])[4], Some((2, 3)), "no more than the style sheet knows");
    }

    #[test]
    fn free_starts_step_through_the_work_and_pass_over_what_is_taken() {
        let taken = [Stretch { from: 465, to: 485 }];
        let free = free_starts(&[Stretch { from: 450, to: 540 }], &taken, 15, 0);
        assert_eq!(free, [450, 495, 510, 525]);
        assert_eq!(free_starts(&[Stretch { from: 450, to: 540 }], &taken, 30, 500), [510]);
    }
}
