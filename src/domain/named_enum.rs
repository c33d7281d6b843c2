//! Enums whose variants have names in the contract.

/// Declares such an enum with its names: `ALL` in the order of declaration, and both directions between variant and
/// name. A function could not: a variant without a name must not compile, and a table beside the enum can be forgotten.
/// Variants after a semicolon have no name: they stand for what this build does not know, are in no list, and their
/// name is empty.
macro_rules! named_enum {
    ($(#[$about:meta])* pub enum $Enum:ident ($name:ident, $from_name:ident) {
        $($(#[$doc:meta])* $Variant:ident = $text:literal,)+
        $(; $(#[$other_doc:meta])* $Other:ident,)?
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $Enum {
            $($(#[$doc])* $Variant,)+
            $($(#[$other_doc])* $Other,)?
        }

        impl $Enum {
            /// All that have a name, in order.
            pub const ALL: [$Enum; [$($text),+].len()] = [$($Enum::$Variant),+];

            /// Name in the contract.
            #[must_use]
            pub fn $name(self) -> &'static str {
                match self {
                    $($Enum::$Variant => $text,)+
                    $($Enum::$Other => "",)?
                }
            }

            /// The one with this name.
            #[must_use]
            pub fn $from_name(name: &str) -> Option<$Enum> {
                match name {
                    $($text => Some($Enum::$Variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use named_enum;
