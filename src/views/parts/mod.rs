//! Pieces that more than one page uses.
pub mod buttons;
pub mod choices;
pub mod dynamic;
pub mod entry;
pub mod fee_table;
pub mod field;
pub mod form;
pub mod frame;
pub mod loading;
pub mod long_list;
pub mod messages;
pub mod problem;
pub mod profile_words;
pub mod sign_in_gate;
pub mod status;
pub mod summary_list;
pub mod typography;
