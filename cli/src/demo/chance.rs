//! Chance that comes out the same for the same seed on every machine (SplitMix64, Steele, Lea and Flood 2014).
//! Nothing secret is made with it.

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of a seed; `part` keeps the streams of different parts of the register apart, so that the tenth
    /// case is the same however many there are.
    pub(super) const fn new(seed: u64, part: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ part.wrapping_mul(0xA24B_AED4_963E_E407))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 for an empty range.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let wide = self.next() >> 32;
        u32::try_from((wide * u64::from(end)) >> 32).unwrap_or(0)
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// One of the things; none of none.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(u32::try_from(of.len()).unwrap_or(u32::MAX)) as usize)
    }
}

/// The thing whose turn it is when all of them are dealt before any comes again, shuffled anew each round.
pub(super) fn dealt<T>(of: &[T], turn: u32, seed: u64, pack: u64) -> Option<&T> {
    let many = u32::try_from(of.len()).unwrap_or(u32::MAX);
    let round = turn.checked_div(many)?;
    let mut chance = Chance::new(seed, pack | u64::from(round));
    let mut left: Vec<&T> = of.iter().collect();
    for _ in 0..turn % many {
        let place = chance.below(u32::try_from(left.len()).unwrap_or(u32::MAX));
        left.swap_remove(place as usize);
    }
    chance.pick(&left).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_part_another_one() {
        let draw = |seed, part| {
            let mut chance = Chance::new(seed, part);
            (0..20).map(|_| chance.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn every_value_of_a_range_comes_and_no_other() {
        let mut chance = Chance::new(7, 0);
        let drawn: std::collections::BTreeSet<u32> =
            (0..500).map(|_| chance.between(3, 6)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(chance.below(0), 0);
        assert!(chance.pick::<u8>(&[]).is_none());
    }

    #[test]
    fn everything_is_dealt_once_before_anything_comes_again() {
        let pack = [1, 2, 3, 4, 5];
        let deal = |from: u32, seed| -> Vec<i32> {
            (from..from + 5)
                .map(|turn| *dealt(&pack, turn, seed, 1 << 42).unwrap())
                .collect()
        };
        let mut orders = std::collections::BTreeSet::new();
        for round in 0..20 {
            let order = deal(round * 5, 3);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, pack);
            orders.insert(order);
        }
        assert!(orders.len() > 10, "shuffled anew each round");
        assert_eq!(deal(0, 3), deal(0, 3));
        assert!(dealt::<u8>(&[], 0, 3, 0).is_none());
    }
}
