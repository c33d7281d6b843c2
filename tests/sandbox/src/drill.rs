//! Mistakes planted on purpose on the server's side, to see that a test catches each. Without the feature `drill` none of
//! it is in the program.

/// Is this mistake made?
#[cfg(not(feature = "drill"))]
pub(crate) const fn makes(_: &str) -> bool {
    false
}

/// Is this mistake made?
#[cfg(feature = "drill")]
pub(crate) fn makes(mistake: &str) -> bool {
    std::env::var("PLANTED").is_ok_and(|planted| planted == mistake)
}
