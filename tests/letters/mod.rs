//! The letter engine from end to end: what is on the pages, what can be copied out, what
//! validators say, and that every one of these checks refuses a broken file.

mod breaks;
mod faces;
mod flow;
mod markup;
mod oracle;
mod read_out;
mod refusals;
mod same_bytes;
mod second_painter;
mod support;
mod validators;
