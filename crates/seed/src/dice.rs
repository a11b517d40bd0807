//! Chance that repeats itself: the same seed throws the same numbers on every machine.

/// A small generator (SplitMix64). Good enough for invented people, not for secrets.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` - 1; 0 when `end` is not positive.
    pub(crate) fn below(&mut self, end: i64) -> i64 {
        let Ok(end) = u64::try_from(end) else { return 0 };
        let high = (u128::from(self.next()) * u128::from(end)) >> 64;
        i64::try_from(high).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// True in so many of a hundred throws.
    pub(crate) fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(i64::try_from(len).unwrap_or(i64::MAX))).unwrap_or(0)
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.index(of.len());
        of.get(at)
    }

    /// An element by its weight; the first when all weigh nothing.
    pub(crate) fn weighted<'a, T>(&mut self, of: &'a [T], weight: impl Fn(&T) -> i64) -> Option<&'a T> {
        let total: i64 = of.iter().map(&weight).sum();
        let mut left = self.below(total);
        for item in of {
            left -= weight(item);
            if left < 0 {
                return Some(item);
            }
        }
        of.first()
    }

    /// About bell-shaped between `low` and `high`.
    pub(crate) fn around(&mut self, low: i64, high: i64) -> i64 {
        (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3
    }

    /// One of the words, or nothing when there are none.
    pub(crate) fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_stays_in_bounds() {
        let (mut a, mut b) = (Dice::new(7), Dice::new(7));
        for _ in 0..1_000 {
            let thrown = a.between(-3, 4);
            assert_eq!(thrown, b.between(-3, 4));
            assert!((-3..=4).contains(&thrown));
        }
        assert_eq!(a.below(0), 0);
        assert_eq!(a.pick::<i64>(&[]), None);
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1);
        let often = (0..1_000).filter(|_| dice.weighted(&[1_i64, 9], |w| *w) == Some(&9)).count();
        assert!((850..950).contains(&often));
        assert_eq!(dice.weighted(&[0_i64, 0], |w| *w), Some(&0));
    }
}
