//! How one record stands that a vendor expects.

/// The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The lookup of the name itself failed; never shown as absent.
    CouldNotAsk,
    /// It is there, and something beside it makes it useless.
    Conflict,
    /// It is there, and right.
    Met,
    /// What was asked for is reached in another way.
    MetAnotherWay,
    /// Right but for what copying did to it.
    Damaged,
    /// The right text, as another type of record.
    WrongType,
    /// Another value is there.
    Different,
    /// It stands at a name where it does no good.
    WrongName,
    /// The name answers, and holds nothing of the kind.
    Absent,
}

impl Status {
    /// All, in order.
    pub const ALL: [Status; 9] = [
        Self::CouldNotAsk,
        Self::Conflict,
        Self::Met,
        Self::MetAnotherWay,
        Self::Damaged,
        Self::WrongType,
        Self::Different,
        Self::WrongName,
        Self::Absent,
    ];

    /// Its name in the JS API.
    pub const fn id(self) -> &'static str {
        match self {
            Self::CouldNotAsk => "could-not-ask",
            Self::Conflict => "conflict",
            Self::Met => "met",
            Self::MetAnotherWay => "met-another-way",
            Self::Damaged => "damaged",
            Self::WrongType => "wrong-type",
            Self::Different => "different",
            Self::WrongName => "wrong-name",
            Self::Absent => "absent",
        }
    }

    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CouldNotAsk => "Could not ask",
            Self::Conflict => "In conflict",
            Self::Met => "Done",
            Self::MetAnotherWay => "Done in another way",
            Self::Damaged => "Damaged in copying",
            Self::WrongType => "Wrong type of record",
            Self::Different => "Another value is there",
            Self::WrongName => "At the wrong name",
            Self::Absent => "Not there yet",
        }
    }

    /// Nothing is left to do.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Met | Self::MetAnotherWay)
    }
}
