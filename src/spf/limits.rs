//! How much work a receiver does for one message before it gives up (RFC 7208, section 4.6.4).

use super::Halt;

/// Terms that may make a receiver ask DNS, over all records together.
pub const LOOKUPS: u32 = 10;

/// Terms that may ask for what is not there.
pub const VOID_LOOKUPS: u32 = 2;

/// Mail servers that one `mx` may lead to.
pub const MX_HOSTS: usize = 10;

/// Names of one address that are looked at.
pub const PTR_NAMES: usize = 10;

/// How long the whole may take, in milliseconds.
pub const TIME: u64 = 20_000;

/// What has been used of the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Terms that ask DNS.
    pub lookups: u32,
    /// Terms that asked for what is not there.
    pub void_lookups: u32,
}

impl Used {
    /// Counts a term that asks DNS.
    pub(super) fn lookup(&mut self) -> Result<(), Halt> {
        self.lookups += 1;
        // RFC 7208 §4.6.4: include, a, mx, ptr, exists and redirect together at most 10 times, or permerror.
        if self.lookups > LOOKUPS {
            return Err(Halt::permanent(format!(
                "This is the {}th part that asks DNS, and receivers stop after {LOOKUPS}.",
                self.lookups
            )));
        }
        Ok(())
    }

    /// Counts a term that asks for what is not there; `counted` is whether this term was already.
    pub(super) fn void(&mut self, counted: &mut bool) -> Result<(), Halt> {
        if std::mem::replace(counted, true) {
            return Ok(());
        }
        self.void_lookups += 1;
        // RFC 7208 §4.6.4: "void lookups" are limited to two, and one more is a permerror.
        if self.void_lookups > VOID_LOOKUPS {
            return Err(Halt::permanent(format!(
                "This is the {}rd part that asks for what is not in DNS, and receivers stop after {VOID_LOOKUPS}.",
                self.void_lookups
            )));
        }
        Ok(())
    }
}
