//! Instruments against what is published of them: worked examples, and a second implementation written apart.

mod apart;
mod apart_scales;
mod examples;
mod properties;
