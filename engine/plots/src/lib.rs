//! Reports as HTML pages that need nothing else: the frame of the page and its style, tables, numbers, and plots.
//!
//! Plots are drawn by [`plotters`](https://docs.rs/plotters) as SVG. What it draws gets classes in place of colours, so
//! that the page's style sheet gives colours for light, dark and print, and a title and a description for those who
//! cannot see it. Series differ in colour, dashes and markers at once.
//!
//! Lengths are in units of the drawing, about a CSS pixel where a plot has its natural size; texts are 11 units high.
//! A plot of a few lines takes 2 to 4 kB.

#![forbid(unsafe_code)]

mod axis;
mod chart;
mod ink;
mod look;
mod page;
mod svg;
mod table;
mod text;

pub use axis::{Axis, Unit};
pub use chart::{Beside, Chart, Margins};
pub use ink::Ink;
pub use look::Look;
pub use page::{facts, figure, legend, page, wide};
pub use table::Table;
pub use text::{NOTHING, decimal, escape, percent, whole};
