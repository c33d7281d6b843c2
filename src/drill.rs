//! Mistakes planted on purpose, one at a time, to see that a test catches each of them (`make test-power`). Without the
//! feature `drill` none of it is in the program: `makes` is `false` wherever it is asked.

/// A mistake that a payment site may well be built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A repeated attempt to pay gets a key of its own.
    NewKeyOnRetry,
    /// Whoever comes to the address that the payment page leads back to counts as paid.
    TrustReturnAddress,
    /// The payment journal is kept where a killed browser loses it.
    JournalInWebStorage,
    /// A draft is written over whatever is there.
    NoCompareAndSet,
    /// Anybody's draft is read.
    NoAccountCheck,
    /// An error of the server counts as paid.
    SuccessOnServerError,
    /// What may happen twice is sent twice.
    RepeatWithoutKey,
    /// A tab that was overtaken goes on saving.
    StaleTabSaves,
    /// The access token is stored.
    TokenInStorage,
    /// The person may be sent anywhere to pay.
    AnyOrigin,
}

/// Is this mistake made?
#[cfg(not(feature = "drill"))]
#[must_use]
pub const fn makes(_: Mistake) -> bool {
    false
}

/// Is this mistake made?
#[cfg(feature = "drill")]
#[must_use]
pub fn makes(mistake: Mistake) -> bool {
    planted().is_some_and(|planted| planted == format!("{mistake:?}"))
}

#[cfg(all(feature = "drill", not(target_arch = "wasm32")))]
fn planted() -> Option<String> {
    std::env::var("PLANTED").ok()
}

#[cfg(all(feature = "drill", target_arch = "wasm32"))]
fn planted() -> Option<String> {
    crate::adapters::drill::planted()
}
