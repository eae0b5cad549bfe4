//! Drills: what is promised about loss and forgery, tried. Small in every test run; `CASEBOOK_DRILL=full` for the large size.

mod backups;
mod flips;
mod kill;
mod tampering;

/// The small number, or the full one when a full drill is asked for.
fn size(small: u32, full: u32) -> u32 {
    if std::env::var("CASEBOOK_DRILL").is_ok_and(|v| v == "full") {
        full
    } else {
        small
    }
}

/// Numbers that look random and are the same in every run: a drill that fails must fail again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}
