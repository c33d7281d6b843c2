//! Pieces that more than one page uses.
pub mod choices;
pub mod dynamic;
pub mod field;
pub mod form;
pub mod frame;
pub mod guard;
pub mod lines;
pub mod loading;
pub mod press;
pub mod problem;
pub mod profile_words;
pub mod prose;
pub mod rows;
pub mod status;
