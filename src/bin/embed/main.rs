//! The JS API.

fn main() {}
