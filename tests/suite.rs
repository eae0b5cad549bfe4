//! One test binary, so that everything is linked once.

mod letters;
