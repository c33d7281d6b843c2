//! A level of membership.

/// A level of membership, or anything else that the program names, by id and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelName {
    /// Id, such as `advanced`.
    pub id: String,
    /// Name as the program writes it.
    pub name: String,
}
